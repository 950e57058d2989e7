#!/bin/bash
# join.sh STEP: lets PVE_WAN_NODE join through PVE_WAN_CONTACT. The contact's ticket goes from one to the other through a pipe and is nowhere else.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

step=$1 joiner=$PVE_WAN_NODE contact=$PVE_WAN_CONTACT

# Both ends' words come through as they are said; afterwards, which of the two it was.
invite() {
  settings_only "$PVE_WAN_INPUT"
  on "$contact" "$pve_wan" invitation
}
ends=(0 0)
invite | on "$joiner" "$pve_wan" "$step" || ends=("${PIPESTATUS[@]}")
if [ "${ends[0]}" != 0 ] && [ "${ends[1]}" != "$no_connection" ]; then
  explain "$joiner" "$step" "$contact gave no invitation (status ${ends[0]})" "do what stands above for $contact; then deploy again"
  exit 1
fi
if [ "${ends[1]}" != 0 ]; then
  explain "$joiner" "$step" "the join did not come to its end on this node (status ${ends[1]})" "do what stands above for $joiner; then deploy again"
  exit 1
fi
