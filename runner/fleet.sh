# Sourced by what speaks to all nodes at once: side by side, one report.
# shellcheck shell=bash source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

node_names() { cut -f 1 <<<"$PVE_WAN_NODES"; }

# lines_of NODE LINES: what stands behind "NODE<TAB>" in lines "NODE<TAB>TEXT".
lines_of() {
  local name text
  while IFS=$tab read -r name text; do
    [ "$name" != "$1" ] || printf '%s\n' "$text"
  done <<<"$2"
}

# input_of NODE PAYLOAD-LINES: the standard input of a step on one of the nodes.
input_of() {
  lines_of "$1" "${PVE_WAN_SETTINGS:-}"
  echo
  lines_of "$1" "$2"
}

# on_every_node FUNCTION: calls it with each node's name, side by side; what it says is in $work/NODE.out. Sets failed_nodes to " a b".
on_every_node() {
  local node index=0 names pids
  names=() pids=() failed_nodes=
  while IFS= read -r node; do
    # Both streams in one file: a failure stands where it happened.
    "$1" "$node" >"$work/$node.out" 2>&1 </dev/null &
    names[index]=$node
    pids[index]=$!
    index=$((index + 1))
  done < <(node_names)
  for index in "${!pids[@]}"; do
    wait "${pids[index]}" || failed_nodes="$failed_nodes ${names[index]}"
  done
}

# show_all: in the order of the nodes, whoever answered first.
show_all() {
  local node
  while IFS= read -r node; do cat "$work/$node.out"; done < <(node_names)
}

# require_all STEP: ends the script when a node failed; what each said stands above.
require_all() {
  [ -n "$failed_nodes" ] || return 0
  explain "all nodes" "$1" "it failed on:$failed_nodes" "do what stands above for each of them, then deploy again"
  exit 1
}
