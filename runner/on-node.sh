#!/bin/bash
# on-node.sh STEP: runs a step of the host tool on PVE_WAN_NODE, with PVE_WAN_INPUT as its standard input.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

printf '%s\n' "$PVE_WAN_INPUT" | on "$PVE_WAN_NODE" "$pve_wan" "$1"
