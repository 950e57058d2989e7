#!/bin/bash
# collect.sh STEP: what each node says, on standard output for the program that asked: each line behind the node's name and a tab.
# shellcheck source-path=SCRIPTDIR source=fleet.sh
. "$(dirname "${BASH_SOURCE[0]}")/fleet.sh"

step=$1
ask() { input_of "$1" "${PVE_WAN_PAYLOAD:-}" | on "$1" "$pve_wan" "$step"; }

on_every_node ask
[ -z "$failed_nodes" ] || show_all >&2
require_all "$step"
while IFS= read -r name; do sed "s/^/$name$tab/" "$work/$name.out"; done < <(node_names)
