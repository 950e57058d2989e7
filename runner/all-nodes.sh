#!/bin/bash
# all-nodes.sh STEP: runs a step of the host tool on all nodes side by side and reports about all of them.
# shellcheck source-path=SCRIPTDIR source=fleet.sh
. "$(dirname "${BASH_SOURCE[0]}")/fleet.sh"

step=$1
run_step() { input_of "$1" "${PVE_WAN_PAYLOAD:-}" | on "$1" "$pve_wan" "$step"; }

on_every_node run_step
show_all
require_all "$step"
echo "all nodes: $step: done on: $(node_names | paste -s -d ' ' -)"
