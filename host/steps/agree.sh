# Proves that this member sees one healthy cluster: every node online, quorate, all with the same configuration.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/cluster-repair.sh
. "$library/parts/cluster-repair.sh"

main() {
  local name repaired
  read_input
  required clusterName deadlineSeconds
  is_member || fail "this node is in no cluster" "deploy again: create and join have to succeed first"
  name=$(totem_value cluster_name)
  [ "$name" = "${setting[clusterName]}" ] || fail "this node is in the cluster \"$name\", not in \"${setting[clusterName]}\"" "a node cannot change its cluster"
  await_agreement "${setting[deadlineSeconds]}" || not_in_agreement "$bring_them_back"
  repaired=$(what_changed "${repairs[@]}")
  [ -z "$repaired" ] || say "changed: $repaired"
  say "all $(node_count) nodes are members and run configuration version $(totem_value config_version)"
}
