# Stores the preshared keys of the node's tunnels.
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
  if [ "${#changed[@]}" = 0 ]; then say "unchanged: every tunnel has its preshared key"; else say "changed: preshared key of ${changed[*]}"; fi
}

# No message of this step may hold the key itself.
store() {
  local tunnel=$1 key=${2:-}
  is_node_name "$tunnel" || fail "\"$tunnel\" is no name of a tunnel" "deploy again with the library version that installed this tool"
  is_wireguard_key "$key" || fail "the preshared key of $tunnel is not 32 bytes in base64 (44 characters)" \
    "make one with \"wg genpsk\" and give it to presharedKeys, or leave it out; then deploy again"
  if replace_file "/etc/wireguard/psk-$tunnel" 0600 <<<"$key"; then changed+=("$tunnel"); fi
}
