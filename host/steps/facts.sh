# Prints what the runner compares between the nodes: public key, Proxmox version, clock.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"

main() {
  local public version
  [ -s /etc/wireguard/privatekey ] || fail "there is no WireGuard key in /etc/wireguard/privatekey" "raise this node's generation by one, then deploy again: that makes one"
  public=$(wg pubkey </etc/wireguard/privatekey) || fail "/etc/wireguard/privatekey holds no WireGuard key" "move it away, raise this node's generation by one, then deploy again"
  version=$(pveversion) || fail "pveversion does not answer: is this a Proxmox VE host?" "install Proxmox VE, then deploy again"
  echo "publicKey $public"
  echo "pve $(cut -d/ -f2 <<<"$version")"
  # Last, so that nothing slow lies between reading the clock and the runner's receiving it.
  echo "clock $(date +%s.%N)"
}
