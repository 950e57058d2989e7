# Makes this node a single one again, with the database that it had before it joined. By hand: pve-wan leave
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/leave-cluster.sh
. "$library/parts/leave-cluster.sh"

main() {
  make_work_dir
  lock_node
  if ! is_member; then
    say "unchanged: this node is in no cluster"
    return
  fi
  ! is_quorate || fail "this node is a member that works, and the cluster counts on it" "take it out first, on another member: pvecm delnode $node"
  leave_cluster
  say "changed: left its cluster; what it had of it is kept in $state_dir/backup"
}
