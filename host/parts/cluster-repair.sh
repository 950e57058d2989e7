# What may be repaired without asking: services that stand still, and a corosync that missed a reload. Nothing here can lose data.
# shellcheck shell=bash source-path=SCRIPTDIR source=cluster.sh
. "${BASH_SOURCE[0]%/*}/cluster.sh"

repairs=()

# start_etc_pve: pmxcfs may have been stopped, or not have survived a crash.
start_etc_pve() {
  ! etc_pve_is_mounted || return 0
  systemctl stop pve-cluster.service
  systemctl reset-failed pve-cluster.service
  clear_mount_point
  systemctl start pve-cluster.service || fail "pve-cluster does not start" "see: journalctl -u pve-cluster; then deploy again"
  wait_until 30 etc_pve_is_mounted || fail "/etc/pve is not mounted, though pve-cluster was started" "see: journalctl -u pve-cluster; then deploy again"
  repairs+=("started pve-cluster, which did not run")
}

# What was written while /etc/pve was not mounted lies in the directory underneath and keeps it from being mounted.
clear_mount_point() {
  local below kept
  below=$(find /etc/pve -mindepth 1 -maxdepth 1 -printf '%f ')
  [ -n "$below" ] || return 0
  kept=$state_dir/backup/etc_pve.$(date +%Y%m%dT%H%M%S.%N)
  install -d -m 0700 "$state_dir" "$state_dir/backup" "$kept"
  ! etc_pve_is_mounted || return 0
  find /etc/pve -mindepth 1 -maxdepth 1 -exec mv -t "$kept" {} +
  repairs+=("moved what lay under the mount point /etc/pve (${below% }) to $kept")
}

# start_overlay ADDRESS: a tunnel that somebody took down by hand is missing while its unit still counts as active.
start_overlay() {
  local file interface
  [ -n "$1" ] && [ -z "$(ip -o address show to "$1")" ] || return 0
  # Whose configuration has the address; where none has it, the caller says what is wrong.
  file=$(find /etc/wireguard -maxdepth 1 -name '*.conf' -exec grep -lE "^Address *= *${1//./\\.}/" {} +) || return 0
  interface=$(basename "${file%%$'\n'*}" .conf)
  systemctl restart "wg-quick@$interface.service" || fail "$interface does not start" "see: journalctl -u wg-quick@$interface; then deploy again"
  repairs+=("started $interface, which was down")
}

# start_corosync: its unit does not restart by itself. First the tunnel that it speaks through.
start_corosync() {
  start_overlay "$(own_link 0)"
  corosync_stands_still || return 0
  systemctl restart corosync.service || fail "corosync does not start" "see: journalctl -u corosync; then deploy again"
  repairs+=("started corosync, which did not run")
}

corosync_stands_still() { case $(systemctl show -p ActiveState --value corosync.service) in active | activating | reloading) return 1 ;; esac; }

# await_agreement SECONDS: until this member sees one healthy cluster. A member that runs an older version than the file has missed the
# reload (two changes came too close together) and would wait for ever: all are told once more, and if this one stays behind it starts anew.
await_agreement() {
  local end=$((SECONDS + $1)) told='' restarted=''
  behind_since=
  until agrees; do
    [ "$SECONDS" -lt "$end" ] || return 1
    if [ -z "$told" ] && is_behind_for 10; then
      told=yes
      if corosync-cfgtool -R >/dev/null 2>&1; then repairs+=("told corosync to take its newest configuration"); fi
    elif [ -z "$restarted" ] && is_behind_for 20 && [ "$(member_behind)" = "$node" ]; then
      restarted=yes
      systemctl restart corosync.service || fail "corosync does not start" "see: journalctl -u corosync; then deploy again"
      repairs+=("restarted corosync, which kept an old configuration")
    fi
    sleep 0.2
  done
}

# is_behind_for SECONDS: a member, this one or another, has run an old version for so long.
is_behind_for() {
  if [ -z "$(member_behind)" ]; then
    behind_since=
    return 1
  fi
  behind_since=${behind_since:-$SECONDS}
  [ $((SECONDS - behind_since)) -ge "$1" ]
}

# what_changed TEXT...: in one line; nothing if there is nothing.
what_changed() {
  local all
  all=$(printf '%s\n' "$@" | sed '/^$/d' | paste -sd ';')
  printf '%s' "${all//;/; }"
}

# not_in_agreement NEXT-WITHOUT-QUORUM: ends the step and says why.
not_in_agreement() {
  local why
  why=$(disagreement)
  show_network
  case $why in
    "no quorum"*) fail "this node has $why" "$1" ;;
    *"the file is version"*) fail "the members do not agree: $why" \
      "on the node that runs the older version: corosync-cfgtool -R, and if that does not help: systemctl restart corosync; then deploy again" ;;
    "") fail "the members agreed too late" "deploy again" ;;
    "corosync does not run") fail "$why" "deploy again: that starts it; if it does not stay: journalctl -u corosync" ;;
    "/etc/pve is not mounted") fail "$why" "deploy again: that starts pve-cluster; if it does not stay: journalctl -u pve-cluster" ;;
    "/etc/pve is read-only") fail "$why, though the cluster has quorum" "systemctl restart pve-cluster, then deploy again" ;;
    *"is not a member") fail "the cluster is not whole: $why" \
      "is it on, and does its tunnel work (handshakes and corosync's view stand above)? bring it back, then deploy again" ;;
    *"is not online at"*) fail "the members do not agree: $why" "on that node: systemctl restart pve-cluster; then deploy again" ;;
    *) fail "the members do not agree: $why" "see pvecm status and corosync-cfgtool -s on every node; then deploy again" ;;
  esac
}

# What a member of old may do about nodes that are not there; a joiner must not, for it is the one that is absent.
# shellcheck disable=SC2034 # steps use it
bring_them_back="bring the absent nodes or the tunnels to them back, then deploy again. A node that never finished joining and has no /etc/pve/corosync.conf of its own can be taken out here: pve-wan forget ITS-NAME"
