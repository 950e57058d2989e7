#!/bin/bash
# all-nodes.sh STEP: runs a step of the host tool on all nodes side by side and reports about all of them.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

step=$1
run_step() { input_of "$1" | on "$1" "$pve_wan $step"; }

on_every_node run_step
while IFS= read -r node; do cat "$work/$node.out"; done < <(node_names)
[ -z "$failed_nodes" ] || { explain "all nodes" "$step" "not true on:$failed_nodes" "do what stands above for each of them, then deploy again"; exit 1; }
