#!/bin/bash
# join.sh STEP: lets PVE_WAN_NODE join through PVE_WAN_CONTACT. The contact's ticket goes from one to the other through a pipe and is nowhere else.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source-path=SCRIPTDIR source=holding.sh
. "$(dirname "${BASH_SOURCE[0]}")/holding.sh"

step=$1 joiner=$PVE_WAN_NODE contact=$PVE_WAN_CONTACT
# The joiner's status when the contact has to forget it before it can join.
must_be_forgotten=75
# Of a process that had more to say when nobody listened any longer.
broken_pipe=141

joiner_named() { settings_only "joiner=$joiner"; }

invite() {
  settings_only "$(settings_only "$PVE_WAN_INPUT")"$'\n'"repair=$PVE_WAN_REPAIR"
  joiner_named | on "$contact" "$pve_wan" invitation
}

# Both ends' words come through as they are said; afterwards, which of the two it was.
join() {
  ends=(0 0)
  invite | on "$joiner" "$pve_wan" "$step" || ends=("${PIPESTATUS[@]}")
}

require_hold "$contact" "$step"
join
if [ "${ends[1]}" = "$must_be_forgotten" ]; then
  joiner_named | on "$contact" "$pve_wan" forget
  join
fi
# A joiner that has proven to be a whole member needed no invitation.
[ "${ends[1]}" != 0 ] || exit 0
if [ "${ends[0]}" != 0 ] && [ "${ends[0]}" != "$broken_pipe" ] && [ "${ends[1]}" != "$no_connection" ]; then
  explain "$joiner" "$step" "$contact gave no invitation (status ${ends[0]})" "do what stands above for $contact; then deploy again"
  exit 1
fi
explain "$joiner" "$step" "the join did not come to its end on this node (status ${ends[1]})" "do what stands above for $joiner; then deploy again"
exit 1
