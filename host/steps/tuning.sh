# Sets corosync's timers in the cluster's configuration and proves that corosync runs with them.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/cluster.sh
. "$library/parts/cluster.sh"

changed=

main() {
  read_input
  lock_node
  is_member || fail "this node is in no cluster" "the step create has to succeed first"
  wait_until 60 agrees || { show_network; fail "the cluster is not healthy: $(disagreement)" "repair that first; then deploy again"; }
  hold_pvecm_off
  merge
  if ! cmp -s "$work/new" "$corosync_conf"; then
    put "$work/new"
    changed="$(paste -sd ' ' "$work/payload" | sed 's/ $//')"
  fi
  prove
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
  local lock=/etc/pve/priv/lock/file-corosync_conf made
  made=$(stat -c %Y "$lock" 2>/dev/null) || return 0
  [ $(($(date +%s) - made)) -gt 120 ]
}

merge() {
  perl "$library/text/merge-totem.pl" "$@" "$work/payload" <"$corosync_conf" >"$work/new" 2>"$work/error" ||
    fail "$corosync_conf cannot be understood: $(<"$work/error")" "repair it by hand, then deploy again"
}

put() {
  back_up "$corosync_conf"
  etc_pve_is_writable || fail "/etc/pve is read-only" "the cluster has lost its quorum: see pvecm status; then deploy again"
  cp "$1" "$corosync_conf.new"
  mv "$corosync_conf.new" "$corosync_conf"
  wait_until 30 agrees || { show_network; fail "not every node has taken the new configuration: $(disagreement)" "repair that node; then deploy again"; }
}

prove() {
  local token consensus
  token=$(expected_token "$(totem_value token)")
  consensus=$(totem_value consensus)
  wait_until 20 cmap_says runtime.config.totem.token "$token" || not_in_force token "$token"
  wait_until 20 cmap_says runtime.config.totem.consensus "${consensus:-$((token * 6 / 5))}" || not_in_force consensus "${consensus:-$((token * 6 / 5))}"
  # Before corosync 3.1.10 the ping timers lag one reload behind: a second version of the same text brings them along.
  if ! wait_until 2 cmap_says "$ping_timeout" $((token / 2)) && [ -n "$(cmap "$ping_timeout")" ]; then
    merge --touch
    put "$work/new"
    changed="${changed:+$changed; }a second reload for the ping timers"
    wait_until 20 cmap_says "$ping_timeout" $((token / 2)) || not_in_force "${ping_timeout#runtime.config.}" $((token / 2))
  fi
}

ping_timeout=runtime.config.totem.interface.0.knet_ping_timeout

cmap_says() { [ "$(cmap "$1")" = "$2" ]; }

not_in_force() {
  case $1 in
    token | consensus) now=$(cmap "runtime.config.totem.$1") ;;
    *) now=$(cmap "$ping_timeout") ;;
  esac
  fail "corosync runs with $1 ${now:-unknown} instead of $2" \
    "restart corosync on one node after the other (systemctl restart corosync), each time wait for quorum; then deploy again"
}
