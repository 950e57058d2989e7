# Guests are the one thing on a joiner that cannot be had again.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"

# refuse_to_lose_guests DIRECTORY: all of /etc/pve/nodes on a single node, a node's own part of it where the others' guests live on.
refuse_to_lose_guests() {
  local guests
  [ -d "$1" ] || return 0
  guests=$(find "$1" -name '*.conf' \( -path '*/qemu-server/*' -o -path '*/lxc/*' \) -printf '%f ')
  [ -z "$guests" ] || fail "this node has guests (${guests% }), whose configuration a join would remove" "move them away or back them up and delete them here; then deploy again"
}
