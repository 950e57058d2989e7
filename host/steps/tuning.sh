# Sets corosync's timers in the cluster's configuration and proves that corosync runs with them.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/cluster.sh
. "$library/parts/cluster.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/cluster-repair.sh
. "$library/parts/cluster-repair.sh"

changes=()
# What this step has set before. A setting that is no longer wanted goes back to corosync's default; others' settings stay.
ours=$state_dir/totem
ping_timeout=runtime.config.totem.interface.0.knet_ping_timeout

main() {
  local changed
  read_input
  lock_node
  start_etc_pve
  is_member || fail "this node is in no cluster" "the step create has to succeed first"
  start_corosync
  await_agreement "${setting[deadlineSeconds]:-60}" || not_in_agreement "$bring_them_back"
  hold_pvecm_off
  merge
  if ! cmp -s "$work/new" "$corosync_conf"; then
    mapfile -t changes < <(difference)
    put "$work/new"
  fi
  prove
  remember
  changed=$(what_changed "${repairs[@]}" "${changes[@]}")
  if [ -n "$changed" ]; then say "changed: $changed"; else say "unchanged"; fi
  say "token $(cmap runtime.config.totem.token) ms, consensus $(cmap runtime.config.totem.consensus) ms, configuration version $(totem_value config_version)"
}

# Neither on this node nor elsewhere may pvecm write the same file meanwhile.
hold_pvecm_off() {
  exec 8>/var/lock/pvecm.lock
  flock -w 60 8 || fail "a pvecm command has been running here for a minute" "wait for it (ps -C pvecm), then deploy again"
  wait_until 130 no_lock_in_the_cluster || fail "another node holds the lock of the cluster's configuration" "see who runs pvecm there; then deploy again"
}

# A lock that was left behind is void after 120 s, though its directory stays.
no_lock_in_the_cluster() {
  local made
  made=$(stat -c %Y /etc/pve/priv/lock/file-corosync_conf 2>/dev/null) || return 0
  [ $(($(date +%s) - made)) -gt 120 ]
}

# merge [--touch]
merge() {
  local key removed=()
  while read -r key; do
    if ! grep -q "^$key: " "$work/payload"; then removed+=(--remove "$key"); fi
  done < <(if [ -e "$ours" ]; then cat "$ours"; fi)
  perl "$library/text/merge-totem.pl" "$@" "${removed[@]}" "$work/payload" <"$corosync_conf" >"$work/new" 2>"$work/error" ||
    fail "$corosync_conf cannot be merged with the settings: $(<"$work/error")" "repair it by hand, then deploy again"
}

# Every setting that is new, has another value or is gone.
difference() {
  grep -Fxv -f "$corosync_conf" "$work/new" | sed -nE '/config_version/d; s/^ +//p'
  sed -nE 's/^ +([a-z_]+):.*/\1/p' "$corosync_conf" | while read -r key; do
    grep -q "^ *$key:" "$work/new" || echo "no $key"
  done
}

remember() {
  install -d -m 0700 "$state_dir"
  sed -n 's/:.*//p' "$work/payload" >"$ours.new"
  mv "$ours.new" "$ours"
}

put() {
  back_up "$corosync_conf"
  etc_pve_is_writable || fail "/etc/pve is read-only" "the cluster has lost its quorum: see pvecm status; then deploy again"
  if ! { cp "$1" "$corosync_conf.new" && mv "$corosync_conf.new" "$corosync_conf"; }; then
    fail "$corosync_conf could not be replaced; it is as it was" \
      "is a disk full (df -h /var/lib/pve-cluster /etc/corosync)? does pve-cluster run (systemctl status pve-cluster)? then deploy again"
  fi
  await_agreement 30 || not_in_agreement "$bring_them_back"
}

prove() {
  local token consensus written
  written=$(effective token 3000)
  token=$(expected_token "$written")
  consensus=$(effective consensus $((token * 6 / 5)))
  in_force runtime.config.totem.token "$token"
  in_force runtime.config.totem.consensus "$consensus"
  [ -n "$(cmap "$ping_timeout")" ] && [ -z "$(totem_value knet_ping_timeout)" ] || return 0
  # Before corosync 3.1.10 the ping timers lag one reload behind: a second version of the same text brings them along. Those of
  # a cluster with fewer nodes are near enough: what the joins have left is no reason to reload once more.
  # They are made with the token, which is in force: nothing is left to wait for.
  if ! cmap_is_between "$ping_timeout" $((written / 2)) $((token / 2)); then
    merge --touch
    put "$work/new"
    changes+=("a second reload for the ping timers")
    in_force "$ping_timeout" $((token / 2))
  fi
}

# effective KEY DEFAULT: what the file says.
effective() {
  local value
  value=$(totem_value "$1")
  echo "${value:-$2}"
}

cmap_is_between() {
  local value
  value=$(cmap "$1")
  [ "$value" -ge "$2" ] && [ "$value" -le "$3" ]
}

cmap_says() { [ "$(cmap "$1")" = "$2" ]; }

in_force() {
  wait_until 20 cmap_says "$1" "$2" || fail "corosync runs with ${1##*.} $(cmap "$1") instead of $2" \
    "restart corosync on one node after the other (systemctl restart corosync), each time wait for quorum; then deploy again"
}
