#!/bin/bash
# verify.sh STEP: starts on every node what stands still there, then checks all of them: what is down on one node is missing on the others.
# shellcheck source-path=SCRIPTDIR source=fleet.sh
. "$(dirname "${BASH_SOURCE[0]}")/fleet.sh"

step=$1
restore() { on "$1" "$pve_wan" restore; }
check() { input_of "$1" "${PVE_WAN_PAYLOAD:-}" | on "$1" "$pve_wan" "$step"; }

on_every_node restore
show_all
# Whether that helped is what the checks say.
on_every_node check
show_all
require_all "$step"
echo "all nodes: $step: done on: $(node_names | paste -s -d ' ' -)"
