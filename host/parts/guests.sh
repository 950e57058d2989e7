# Guests are the one thing on a joiner that cannot be had again.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"

refuse_to_lose_guests() {
  local guests
  guests=$(find "/etc/pve/nodes/$node" -name '*.conf' \( -path '*/qemu-server/*' -o -path '*/lxc/*' \) -printf '%f ')
  [ -z "$guests" ] || fail "this node has guests (${guests% }), whose configuration a join would remove" "move them away or back them up and delete them here; then deploy again"
}
