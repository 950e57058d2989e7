#!/bin/bash
# confirm.sh STEP: runs a step that the node takes back by itself unless it is confirmed over a new connection, and confirms it.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

step=$1 node=$PVE_WAN_NODE
confirm_seconds=$(sed -n 's/^confirmSeconds=//p' <<<"$PVE_WAN_INPUT")

printf '%s\n' "$PVE_WAN_INPUT" | on "$node" "$pve_wan $step" | tee "$work/said"
attempt=$(sed -n 's/^attempt //p' "$work/said")
if [ -z "$attempt" ]; then
  explain "$node" "$step" "the node did not say which attempt to confirm" "deploy again with the library version that installed its pve-wan"
  exit 1
fi

status=0
printf 'node=%s\nattempt=%s\n\n' "$node" "$attempt" | on "$node" "$pve_wan $step-confirm" || status=$?
[ "$status" = 255 ] || exit "$status"

echo "$node: $step: no new connection came through; waiting until the node has taken its old rules back (at most $confirm_seconds s)" >&2
end=$((SECONDS + confirm_seconds + 30))
until on "$node" "true" 2>/dev/null; do
  if [ "$SECONDS" -ge "$end" ]; then
    explain "$node" "$step" "the node does not answer, though it should have its old rules back by now" \
      "look at it on its console: nft list ruleset; systemctl list-timers"
    exit 1
  fi
  sleep 2 # gently: sshd penalises who asks too often
done
explain "$node" "$step" "the new rules cut this runner off; the node has taken its old rules back" \
  "check trustedSources, publicInterface and sshPort of $node; then deploy again"
exit 1
