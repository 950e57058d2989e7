# Proves that this member sees one healthy cluster: every node online, quorate, all with the same configuration.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/cluster.sh
. "$library/parts/cluster.sh"

main() {
  read_input
  required clusterName deadlineSeconds
  is_member || fail "this node is in no cluster" "deploy again: create and join have to succeed first"
  wait_until "${setting[deadlineSeconds]}" agrees || { show_network; fail "the members do not agree: $(disagreement)" "repair what that names (pvecm status shows more), then deploy again"; }
  say "all $(node_count) nodes are members and run configuration version $(totem_value config_version)"
}
