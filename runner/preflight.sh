#!/bin/bash
# preflight.sh STEP: looks at all nodes at once, changes nothing, and reports together everything that would make a later step fail.
# Settings of each node: those that preflight-node.sh names.
# shellcheck source-path=SCRIPTDIR source=fleet.sh
. "$(dirname "${BASH_SOURCE[0]}")/fleet.sh"
# shellcheck source-path=SCRIPTDIR source=clocks.sh
. "$(dirname "${BASH_SOURCE[0]}")/clocks.sh"
# shellcheck source-path=SCRIPTDIR source=holding.sh
. "$(dirname "${BASH_SOURCE[0]}")/holding.sh"

step=$1

# The script and its settings are one input: bash reads the script line by line, the script reads the rest.
look() {
  local asked
  asked=$(date +%s)
  { cat "$here/preflight-wireguard.sh" "$here/preflight-node.sh"; lines_of "$1" "${PVE_WAN_SETTINGS:-}"; } | on "$1" bash -s || return
  echo "fact asked $asked"
  echo "fact answered $(date +%s)"
}

# fact NODE KEY: what the node found out.
fact() { sed -n "s/^fact $2 //p" "$work/$1.out"; }

# problem NODE WHAT NEXT
problem() { printf '%s: %s: %s; next: %s\n' "$1" "$step" "$2" "$3" >>"$work/problems"; }

gather() {
  local node what next
  while IFS= read -r node; do
    while IFS='|' read -r what next; do problem "$node" "$what" "$next"; done < <(sed -n 's/^problem //p' "$work/$node.out")
    if grep -qx finished "$work/$node.out"; then
      echo "$node" >>"$work/looked"
      continue
    fi
    what=$(sed -n "s/^$node: connection: failed: //p" "$work/$node.out")
    next=$(sed -n "s/^$node: connection: next: //p" "$work/$node.out")
    problem "$node" "${what:-the checks ended early: $(tail -n 1 "$work/$node.out")}" "${next:-its login has to run \"bash -s\": look at the shell and ~/.bashrc there}"
  done < <(node_names)
}

compare_clocks() {
  local node name what
  while read -r node; do
    clock_offset "$node" "$(fact "$node" clock)" "$(fact "$node" asked)" "$(fact "$node" answered)"
  done <"$work/looked" >"$work/offsets"
  wrong_clocks "$work/offsets" >"$work/wrong"
  while IFS=$tab read -r name what; do problem "$name" "$what" "$set_clock"; done <"$work/wrong"
}

compare_releases() {
  local node newest
  newest=$(while read -r node; do fact "$node" pve; done <"$work/looked" | cut -d . -f 1 | sort -n | tail -n 1)
  while read -r node; do
    case $(fact "$node" pve) in
      "" | "$newest".*) ;;
      *) problem "$node" "it runs Proxmox VE $(fact "$node" pve), another node runs $newest" "upgrade it: a cluster needs one release" ;;
    esac
  done <"$work/looked"
}

# Else a second cluster of the same name would be made beside the one that the other nodes are in.
compare_clusters() {
  local node contact="" member="" key_of_member=""
  while read -r node; do
    [ "$(fact "$node" role)" != contact ] || contact=$node
    [ "$(fact "$node" membership)" = this ] || continue
    if [ -z "$member" ]; then
      member=$node
      key_of_member=$(fact "$node" authkey)
    elif [ "$(fact "$node" authkey)" != "$key_of_member" ]; then
      problem "$node" "it is in another cluster of the same name than $member (their corosync keys differ)" \
        "decide which one stays, and install the nodes of the other anew"
    fi
  done <"$work/looked"
  if [ -n "$member" ] && [ -n "$contact" ] && [ "$(fact "$contact" membership)" = none ]; then
    problem "$contact" "it is in no cluster, but $member is in one of this name already: creating it here would make a second" \
      "give the lowest id to a node that is a member"
  fi
}

show_facts() {
  local node
  while read -r node; do
    echo "$node: $step: Proxmox VE $(fact "$node" pve), WireGuard $(fact "$node" wireguard), cluster $(fact "$node" cluster), sees this machine as $(fact "$node" runner)"
  done <"$work/looked"
}

hold() {
  contact=$(awk -F '\t' '$2 == "role=contact" { print $1 }' <<<"${PVE_WAN_SETTINGS:-}")
  [ -z "$contact" ] || begin_hold "$contact"
}

report_hold() {
  local answer
  [ -n "$contact" ] || return 0
  answer=$(answer_to_hold)
  case $answer in
    taken) ;;
    "held "*) problem "$contact" "another deploy works on this cluster: ${answer#held }" "$until_released" ;;
    # Why it cannot be reached stands among its problems already.
    *) ! grep -qx "$contact" "$work/looked" || problem "$contact" "the cluster could not be held for this deploy: $(tail -n 1 "$work/hold.log")" "deploy again" ;;
  esac
}

hold
on_every_node look
: >"$work/problems"
: >"$work/looked"
gather
report_hold
compare_clocks
compare_releases
compare_clusters
show_facts
if [ -s "$work/problems" ]; then
  sort -s -t : -k 1,1 "$work/problems" >&2
  explain "all nodes" "$step" "problems: $(grep -c . "$work/problems"), each in a line above; nothing was changed on any node" \
    "do what stands behind \"next:\" in each line, then deploy again"
  exit 1
fi
echo "all nodes: $step: nothing stands in the way; nothing was changed"
