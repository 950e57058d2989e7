#!/bin/bash
# exchange.sh STEP: collects every node's public key over SSH, compares what must agree, and hands the keyring to every node.
# shellcheck source-path=SCRIPTDIR source=fleet.sh
. "$(dirname "${BASH_SOURCE[0]}")/fleet.sh"

step=$1
keyring=
disagreements=0

facts() { on "$1" "$pve_wan" facts; }
hand_over() { input_of "$1" "" | cat - "$work/keyring" | on "$1" "$pve_wan" "$step"; }
fact() { sed -n "s/^$2 //p" "$work/$1.out"; }

disagree() {
  disagreements=$((disagreements + 1))
  explain "$1" exchange "$2" "$3"
}

on_every_node facts
# What the others said is for this script alone.
for node in $failed_nodes; do cat "$work/$node.out" >&2; done
require_all "facts"

first=
while IFS= read -r node; do
  key=$(fact "$node" publicKey)
  version=$(fact "$node" pve)
  if [ -z "$key" ] || [ -z "$version" ]; then
    disagree "$node" "it did not say its public key and its Proxmox version" "deploy again with the library version that installed its pve-wan"
    continue
  fi
  [ -n "$first" ] || first=$node first_version=$version
  if [ "${version%%.*}" != "${first_version%%.*}" ]; then
    disagree "$node" "it runs Proxmox VE $version, and $first runs $first_version: a cluster needs one release" \
      "bring all nodes to the same release; then deploy again"
  fi
  owner=$(awk -v key="$key" '$2 == key { print $1 }' <<<"$keyring")
  if [ -n "$owner" ]; then
    disagree "$node" "it has the same WireGuard key as $owner: one of them is a copy of the other" \
      "on the copy: rm /etc/wireguard/privatekey /etc/wireguard/publickey, and raise its generation; then deploy again"
  fi
  keyring="$keyring$node $key"$'\n'
done < <(node_names)
[ "$disagreements" = 0 ] || exit 1

printf '%s' "$keyring" >"$work/keyring"
on_every_node hand_over
show_all
require_all "$step"
