# Generates the node's WireGuard key pair if there is none.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../text/wireguard-facts.sh
. "$library/text/wireguard-facts.sh"

directory=/etc/wireguard

main() {
  local public changes=""
  read_input
  lock_node
  command -v wg >/dev/null || fail "wireguard-tools are not installed, though an earlier deploy counts them as done: it was killed before they were" \
    "run every step again: npm run deploy -- --recheck"
  umask 077
  install -d -m 0700 "$directory"
  if [ ! -s "$directory/privatekey" ] && is_in_configuration; then
    keep
    changes=" took the private key of $directory/wg0.conf over;"
  elif [ ! -s "$directory/privatekey" ]; then
    generate
    changes=" generated a key pair;"
  elif [ "$(stat -c %a "$directory/privatekey")" != 600 ]; then
    chmod 0600 "$directory/privatekey"
    changes=" closed $directory/privatekey to others (mode 0600);"
  fi
  wg pubkey <"$directory/privatekey" >"$work/publickey" 2>/dev/null ||
    fail "$directory/privatekey holds no WireGuard key" "put the right key back, or move the file away to have a new one generated; then deploy again"
  public=$(<"$work/publickey")
  check_pin "$public"
  if replace_file "$directory/publickey" 0600 <"$work/publickey"; then changes="$changes wrote $directory/publickey;"; fi
  say "${changes:+changed:}${changes:-unchanged:} public key $public"
}

generate() {
  # A pinned key that is not here cannot be made here: nothing may be generated that would have to be removed again.
  [ -z "${setting[publicKey]:-}" ] || fail "there is no private key in $directory, but the public key ${setting[publicKey]} is pinned" \
    "put its private key into $directory/privatekey (mode 0600), or remove wireguardPublicKey of $node; then deploy again"
  wg genkey >"$work/privatekey"
  keep
}

# A mesh that was made by hand may have its key there alone; another one would cut the node off from its peers.
is_in_configuration() {
  [ -s "$directory/wg0.conf" ] || return 1
  interface_setting PrivateKey <"$directory/wg0.conf" >"$work/privatekey"
  wg pubkey <"$work/privatekey" >/dev/null 2>&1
}

keep() {
  # An empty file is what a power cut may leave of a key that was never used.
  if ! replace_file "$directory/privatekey" 0600 <"$work/privatekey"; then
    fail "$directory/privatekey did not change" "look at the file, then deploy again"
  fi
}

check_pin() {
  local pinned=${setting[publicKey]:-}
  [ -z "$pinned" ] || [ "$pinned" = "$1" ] || fail "the node's public key is $1, but $pinned is pinned" \
    "set wireguardPublicKey of $node to the node's key if you trust it, or put the right private key into $directory/privatekey; then deploy again"
}
