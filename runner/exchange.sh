#!/bin/bash
# exchange.sh STEP: collects every node's public key over SSH, compares what must agree, and hands the keyring to every node.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

step=$1
keyring=

facts() { on "$1" "$pve_wan facts"; }
hand_over() { { lines_of "$1" "$PVE_WAN_SETTINGS"; printf '\n%s' "$keyring"; } | on "$1" "$pve_wan $step"; }

# show_all: in the order of the nodes, whoever answered first.
show_all() { while IFS= read -r node; do cat "$work/$node.out"; done < <(node_names); }

fact() { sed -n "s/^$2 //p" "$work/$1.out"; }

on_every_node facts
[ -z "$failed_nodes" ] || { show_all >&2; explain "all nodes" exchange "no key from:$failed_nodes" "do what stands above for each of them, then deploy again"; exit 1; }

first_release=
while IFS= read -r node; do
  key=$(fact "$node" publicKey)
  release=$(fact "$node" pve | cut -d. -f1)
  first_release=${first_release:-$release}
  if [ "$release" != "$first_release" ]; then
    explain "$node" exchange "it runs Proxmox VE $(fact "$node" pve), another release than the nodes before it ($first_release)" \
      "bring all nodes to the same release; then deploy again"
    exit 1
  fi
  owner=$(awk -v key="$key" '$2 == key { print $1 }' <<<"$keyring")
  if [ -n "$owner" ]; then
    explain "$node" exchange "it has the same WireGuard key as $owner: one of them is a copy of the other" \
      "on one of them: rm /etc/wireguard/privatekey /etc/wireguard/publickey, raise its generation; then deploy again"
    exit 1
  fi
  keyring="$keyring$node $key"$'\n'
done < <(node_names)

on_every_node hand_over
show_all
[ -z "$failed_nodes" ] || { explain "all nodes" exchange "the public keys did not reach:$failed_nodes" "do what stands above for each of them, then deploy again"; exit 1; }
