#!/bin/bash
# on-node.sh STEP: runs a step of the host tool on PVE_WAN_NODE, with PVE_WAN_INPUT as its standard input.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=holding.sh
. "$(dirname "${BASH_SOURCE[0]}")/holding.sh"

# Set by steps that change the cluster itself.
[ -z "${PVE_WAN_CONTACT:-}" ] || require_hold "$PVE_WAN_CONTACT" "$1"
printf '%s\n' "$PVE_WAN_INPUT" | on "$PVE_WAN_NODE" "$pve_wan" "$1"
