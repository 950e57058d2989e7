#!/bin/bash
# preflight.sh: looks at all nodes at once, changes nothing, and reports everything that would make a later step fail.
# Per node in PVE_WAN_SETTINGS: node, role (contact or joiner), clusterName, publicAddress, publicInterface, listenPort, trusted (repeated).
# shellcheck source-path=SCRIPTDIR source=fleet.sh
. "$(dirname "${BASH_SOURCE[0]}")/fleet.sh"

clock_tolerance=5 # seconds: tickets and certificates are valid from now on

look() {
  {
    cat "$here/preflight-node.sh"
    echo main
    lines_of "$1" "$PVE_WAN_SETTINGS"
  } | on "$1" "bash -s"
  # The runner's clock right after the node's: half a round trip apart at most, and a second of rounding.
  echo "runner $(date +%s)"
}

on_every_node look

problems=0
report() { # NODE WHAT NEXT
  problems=$((problems + 1))
  printf '%s: preflight: %s; next: %s\n' "$1" "$2" "$3" >&2
}

# Failed connections were explained in the node's output already.
setting_of() { lines_of "$1" "$PVE_WAN_SETTINGS" | sed -n "s/^$2=//p"; }

members=
contact=
contact_is_member=
off_clocks=
while IFS= read -r node; do
  out=$work/$node.out
  case " $failed_nodes " in
    *" $node "*)
      cause=$(sed -n "s/^$node: connection: failed: //p" "$out")
      next=$(sed -n "s/^$node: connection: next: //p" "$out")
      report "$node" "${cause:-the check itself failed: $(tail -n 1 "$out")}" "${next:-run it again}"
      continue ;;
  esac
  sed -n "s/^fact /$node: preflight: /p" "$out"
  while IFS='|' read -r what next; do report "$node" "$what" "$next"; done < <(sed -n 's/^problem //p' "$out")
  offset=$(awk '/^clock /{ node = $2 } /^runner /{ runner = $2 } END { printf "%d", node - runner }' "$out")
  [ "${offset#-}" -le "$clock_tolerance" ] || off_clocks="$off_clocks$node $offset"$'\n'
  [ "$(setting_of "$node" role)" != contact ] || contact=$node
  if grep -q '^member ' "$out"; then
    members="$members $node"
    [ "$contact" != "$node" ] || contact_is_member=yes
  fi
done < <(node_names)

# When every node's clock is off by the same, it is the runner's that is wrong.
if [ -n "$off_clocks" ]; then
  if [ "$(grep -c . <<<"$off_clocks")" -gt 1 ] && [ "$(grep -c . <<<"$off_clocks")" = "$(grep -c . < <(node_names))" ]; then
    report "runner" "its clock differs from every node's by about $(awk 'NR == 1 { print -$2 }' <<<"$off_clocks") s" "set this machine's clock"
  else
    while read -r node offset; do
      [ -z "$node" ] || report "$node" "its clock is $offset s off this runner's and the other nodes'" "let chrony or systemd-timesyncd set it: timedatectl"
    done <<<"$off_clocks"
  fi
fi

if [ -n "$members" ] && [ -z "$contact_is_member" ] && [ -n "$contact" ]; then
  report "$contact" "it is in no cluster, but$members are already: creating one here would make a second" \
    "give a member the lowest id, or bring $contact back into the cluster by hand"
fi

if [ "$problems" -gt 0 ]; then
  explain "all nodes" preflight "$problems problems, listed above; nothing was changed on any node" "repair all of them, then deploy again"
  exit 1
fi
echo "all nodes: preflight: nothing stands in the way"
