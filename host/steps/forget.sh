# On a member: makes the cluster forget a node that never finished joining. By hand: pve-wan forget NODE
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/cluster-repair.sh
. "$library/parts/cluster-repair.sh"

main() {
  local name=${1:-}
  if [ -n "$name" ]; then
    make_work_dir
  else
    read_input
    required joiner
    name=${setting[joiner]}
  fi
  lock_node
  is_member || fail "this node is in no cluster" "run it on a member"
  [ "$name" != "$node" ] || fail "a node cannot forget itself" "run it on another member; to take this one out of its cluster: pve-wan leave"
  start_etc_pve
  start_corosync
  if ! is_listed "$name"; then
    say "unchanged: the cluster does not know $name"
    return
  fi
  only_it_is_absent "$name"
  regain_quorum
  pvecm delnode "$name" >"$work/delnode" 2>&1 || fail "pvecm delnode $name: $(tail -n 1 "$work/delnode")" "see: pvecm status; then deploy again"
  wait_until 30 has_forgotten "$name" || fail "$name is still in /etc/pve/corosync.conf" "see: pvecm status; then deploy again"
  say "changed: the cluster has forgotten $name"
}

# Whoever else is absent may be alive on the other side of a broken line, and have quorum there.
only_it_is_absent() {
  local id name address status
  while read -r id name address; do
    status=$(cmap "runtime.members.$id.status")
    if [ "$name" = "$1" ]; then
      [ "$status" != joined ] || fail "$1 is a member and there" "a node that works is taken out with: pvecm delnode $1"
    elif [ "$status" != joined ]; then
      fail "$name ($address) is absent too, and may be alive elsewhere with the rest of the cluster" "bring $name back first; then deploy again"
    fi
  done < <(node_list)
}

# Everybody is here but the one to be forgotten: so many votes are enough, until corosync reads its file again.
regain_quorum() {
  local present
  ! etc_pve_is_writable || return 0
  present=$(($(node_count) - 1))
  pvecm expected "$present" >"$work/expected" 2>&1 || fail "pvecm expected $present: $(tail -n 1 "$work/expected")" "see: pvecm status; then deploy again"
  wait_until 30 etc_pve_is_writable || fail "/etc/pve stays read-only with $present expected votes" "see: pvecm status; then deploy again"
}

has_forgotten() { ! is_listed "$1" && is_working; }
