#!/bin/bash
# confirm.sh STEP: runs a step that the node takes back by itself unless it is confirmed over a new connection, and confirms it.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

step=$1 node=$PVE_WAN_NODE
confirm_seconds=$(sed -n -e '/^$/q' -e 's/^confirmSeconds=//p' <<<"$PVE_WAN_INPUT")
case $confirm_seconds in
  "" | *[!0-9]*)
    explain "$node" "$step" "the setting confirmSeconds is missing" "this is a defect of the library: please report it"
    exit 1 ;;
esac

status=0
printf '%s\n' "$PVE_WAN_INPUT" | on "$node" "$pve_wan" "$step" | tee "$work/said" || status=$?
if [ "$status" = "$no_connection" ]; then
  explain "$node" "$step" "the connection broke off before the node said whether the new rules are in force" \
    "deploy again: if they are, the node takes its old rules back within $confirm_seconds s"
fi
[ "$status" = 0 ] || exit "$status"
attempt=$(sed -n 's/^attempt //p' "$work/said")
if [ -z "$attempt" ]; then
  explain "$node" "$step" "the node did not say which attempt to confirm; it takes its old rules back within $confirm_seconds s" \
    "deploy again with the library version that installed its pve-wan"
  exit 1
fi

# Every call is a new connection, as everybody else's will be.
confirm() { printf 'node=%s\nattempt=%s\n\n' "$node" "$attempt" | on "$node" "$pve_wan" "$step-confirm"; }

status=0
confirm || status=$?
[ "$status" = "$no_connection" ] || exit "$status"

# The same call goes on being made: it succeeds if the network only stumbled, and the node says so if it has taken its old rules back.
echo "$node: $step: no new connection came through; without one the node takes its old rules back within $confirm_seconds s" >&2
end=$((SECONDS + confirm_seconds + 30))
while [ "$status" = "$no_connection" ]; do
  if [ "$SECONDS" -ge "$end" ]; then
    cat "$work/last" >&2
    explain "$node" "$step" "the node does not answer, though its old rules should be back in force" \
      "look at it on its console: nft list ruleset; systemctl list-timers --all; journalctl -u 'pve-wan*'"
    exit 1
  fi
  sleep 2 # gently: sshd penalises those who ask too often
  status=0
  confirm 2>"$work/last" || status=$?
done
cat "$work/last" >&2
[ "$status" != 0 ] || exit 0
explain "$node" "$step" "no new connection came through while the new rules were in force, so the node took its old ones back; nothing else changed" \
  "does trustedSources hold the address this runner comes from (on the node: echo \$SSH_CONNECTION), are publicInterface and sshPort right? then deploy again"
exit 1
