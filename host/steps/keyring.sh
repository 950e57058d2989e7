# Stores the peers' WireGuard public keys.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../text/wireguard-key.sh
. "$library/text/wireguard-key.sh"

changed=()

main() {
  read_input
  lock_node
  umask 077
  install -d -m 0700 /etc/wireguard
  each_line store
  if [ "${#changed[@]}" = 0 ]; then say "unchanged: every peer's public key is known"; else say "changed: public key of ${changed[*]}"; fi
}

store() {
  local peer=$1 key=${2:-}
  is_node_name "$peer" || fail "\"$peer\" is no name of a node" "deploy again with the library version that installed this tool"
  is_wireguard_key "$key" || fail "the public key of $peer is not a WireGuard key: \"$key\"" "look at /etc/wireguard/publickey on $peer, then deploy again"
  [ "$peer" != "$node" ] || return 0
  if replace_file "/etc/wireguard/$peer-pubkey" 0600 <<<"$key"; then changed+=("$peer"); fi
}
