#!/bin/bash
# join.sh STEP: lets PVE_WAN_NODE join through PVE_WAN_CONTACT. The contact's ticket goes from one to the other through a pipe and is nowhere else.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

step=$1

# Its name and settings go first; the invitation is the payload.
{
  printf '%s\n' "${PVE_WAN_INPUT%%$'\n\n'*}"
  echo
  on "$PVE_WAN_CONTACT" "$pve_wan invitation"
} | on "$PVE_WAN_NODE" "$pve_wan $step"

# Nobody else may join before every member has taken this one in.
for node in "$PVE_WAN_CONTACT" "$PVE_WAN_NODE"; do
  printf '%s\n' "$PVE_WAN_INPUT" | on "$node" "$pve_wan agree"
done
