# Sourced by every script here: how the runner reaches nodes. Works with the bash 3.2 of macOS.
# shellcheck shell=bash
set -euo pipefail

# shellcheck disable=SC2034 # the scripts use these
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034
pve_wan=/usr/local/sbin/pve-wan
tab=$'\t'

work=$(mktemp -d "${TMPDIR:-/tmp}/pve-wan.XXXXXX")
trap 'rm -rf "$work"' EXIT

# explain NODE STEP CAUSE NEXT: the two lines with which everything that fails ends.
explain() {
  printf '%s: %s: failed: %s\n' "$1" "$2" "$3" >&2
  printf '%s: %s: next: %s\n' "$1" "$2" "$4" >&2
}

node_names() { cut -f1 <<<"$PVE_WAN_NODES"; }

# connection_of NODE: sets address, port and host_key.
connection_of() {
  local name
  while IFS=$tab read -r name address port host_key; do
    [ "$name" != "$1" ] || return 0
  done <<<"$PVE_WAN_NODES"
  explain "$1" connection "it is not among the nodes of this step" "this is a defect of the library: please report it"
  return 1
}

# on NODE COMMAND: runs a fixed command on a node, always over a new connection. Status 255 means that there was none, and it was said why.
on() {
  local node=$1 status=0 options
  shift
  connection_of "$node"
  # Never a host key on trust, never a question, never a connection that was opened for something else.
  options=(-T -l root -p "$port" -o BatchMode=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=10 -o ServerAliveInterval=15
    -o ServerAliveCountMax=4 -o ControlMaster=no -o ControlPath=none -o LogLevel=ERROR)
  [ -z "${PVE_WAN_IDENTITY:-}" ] || options+=(-i "$PVE_WAN_IDENTITY" -o IdentitiesOnly=yes)
  if [ "$host_key" != - ]; then
    known_host "$node" >"$work/$node.known_hosts"
    options+=(-o "UserKnownHostsFile=$work/$node.known_hosts" -o GlobalKnownHostsFile=none -o "HostKeyAlias=$node")
  elif [ -n "${PVE_WAN_KNOWN_HOSTS:-}" ]; then
    options+=(-o "UserKnownHostsFile=$PVE_WAN_KNOWN_HOSTS")
  fi
  # ssh's own words go to a file, to be translated; the node's come through at once.
  : >"$work/$node.ssh"
  ssh "${options[@]}" -E "$work/$node.ssh" -- "$address" "$@" || status=$?
  [ "$status" != 255 ] || translate "$node"
  return "$status"
}

known_host() { printf '%s %s\n' "$1" "$host_key"; }

# translate NODE: what ssh means, in words that say what to do.
translate() {
  local said
  said=$(cat "$work/$1.ssh")
  case $said in
    *"REMOTE HOST IDENTIFICATION HAS CHANGED"* | *"Host key for"*"has changed"*)
      explain "$1" connection "$address shows another SSH host key than the known one" \
        "was the server installed anew? compare: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub on its console; then ssh-keygen -R $address and record the new key" ;;
    *"Host key verification failed"* | *"host key is known"*)
      explain "$1" connection "the SSH host key of $address is not known" \
        "ssh-keyscan -p $port $address, compare the key with the server's console, add it to known_hosts (or set sshHostKey)" ;;
    *"Permission denied"*)
      explain "$1" connection "$address does not let root in with ${PVE_WAN_IDENTITY:-the keys that ssh offers}" \
        "put the public key into /root/.ssh/authorized_keys of the node" ;;
    *"Connection refused"*)
      explain "$1" connection "nothing listens on port $port of $address" "start sshd there, or set sshPort" ;;
    *"Could not resolve"*)
      explain "$1" connection "the name $address is unknown here" "repair the name or set sshAddress" ;;
    *"Connection timed out"* | *"No route to host"* | *"Network is unreachable"* | *"timed out"*)
      explain "$1" connection "no answer from $address, port $port" "is the server on, and does its firewall let this machine in? try: ssh -p $port root@$address" ;;
    *)
      explain "$1" connection "the connection to $address broke off${said:+: $(tail -n 1 <<<"$said")}" "try: ssh -p $port root@$address; then deploy again" ;;
  esac
}

# lines_of NODE LINES: what stands behind "NODE<TAB>" in "NODE<TAB>text" lines.
lines_of() {
  local name text
  while IFS=$tab read -r name text; do
    [ "$name" != "$1" ] || printf '%s\n' "$text"
  done <<<"$2"
}

# input_of NODE: the standard input of a step of all nodes.
input_of() {
  lines_of "$1" "${PVE_WAN_SETTINGS:-}"
  echo
  lines_of "$1" "${PVE_WAN_PAYLOAD:-}"
}

# on_every_node FUNCTION: calls it with each node's name, side by side; output in $work/NODE.out. Sets failed_nodes.
on_every_node() {
  local node index=0
  local -a names pids
  failed_nodes=
  while IFS= read -r node; do
    "$1" "$node" >"$work/$node.out" 2>&1 </dev/null &
    names[index]=$node pids[index]=$!
    index=$((index + 1))
  done < <(node_names)
  for index in "${!pids[@]}"; do
    wait "${pids[index]}" || failed_nodes="$failed_nodes ${names[index]}"
  done
}
