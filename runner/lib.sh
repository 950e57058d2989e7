# Sourced by every script here: how the runner reaches a node. Works with the bash 3.2 of macOS.
# shellcheck shell=bash
set -euo pipefail
# With it cd says where it went, and goes elsewhere.
unset CDPATH

# shellcheck disable=SC2034 # the scripts use these
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034
pve_wan=/usr/local/sbin/pve-wan
tab=$'\t'

# No connection came about, or it broke off: everything was said already.
no_connection=255

# pass_on <LINES: prints them for as long as somebody listens.
pass_on() {
  local line
  trap '' PIPE
  while IFS= read -r line; do
    if ! printf '%s\n' "$line" 2>/dev/null; then
      cat >/dev/null
      return
    fi
  done
  printf '%s' "$line"
}
# A killed Terraform may count a step as done that it had begun. So it comes to its end, though nobody listens any longer.
[ -t 1 ] || exec > >(pass_on) 2> >(pass_on >&2)

work=$(mktemp -d "${TMPDIR:-/tmp}/pve-wan.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Under plain names: ssh would read percent signs, dollars, quotes and tildes of the operator's own paths.
link_operators_files() {
  local end
  if [ -n "${PVE_WAN_IDENTITY:-}" ]; then
    # Beside a key ssh looks for its public half (which may be all that there is, the other one being in the agent) and its certificate.
    for end in "" .pub -cert.pub; do link "$PVE_WAN_IDENTITY$end" "identity$end"; done
  fi
  [ -z "${PVE_WAN_KNOWN_HOSTS:-}" ] || link "$PVE_WAN_KNOWN_HOSTS" known_hosts
}

link() {
  [ -e "$1" ] || return 0
  case $1 in /*) ln -s "$1" "$work/$2" ;; *) ln -s "$PWD/$1" "$work/$2" ;; esac
}
link_operators_files

# explain NODE STEP CAUSE NEXT: the two lines with which everything that fails ends.
explain() {
  printf '%s: %s: failed: %s\n' "$1" "$2" "$3" >&2
  printf '%s: %s: next: %s\n' "$1" "$2" "$4" >&2
}

# connection_of NODE: sets address, port and host_key.
connection_of() {
  local name
  while IFS=$tab read -r name address port host_key; do
    [ "$name" != "$1" ] || return 0
  done <<<"$PVE_WAN_NODES"
  explain "$1" connection "it is not among the nodes of this step" "this is a defect of the library: please report it"
  return 1
}

# on NODE COMMAND...: runs a fixed command on a node as root, always over a new connection; the node's exit status is passed on.
on() {
  local node=$1 status deadline options address port host_key
  shift
  connection_of "$node" || return 1
  identity_is_readable "$node" || return "$no_connection"
  # Never a host key on trust, never a question, never a connection that was opened for something else. Banners are not our output.
  options=(-T -l root -p "$port" -o BatchMode=yes -o StrictHostKeyChecking=yes -o UpdateHostKeys=no -o ConnectTimeout=10
    -o ServerAliveInterval=15 -o ServerAliveCountMax=4 -o ControlMaster=no -o ControlPath=none -o LogLevel=ERROR)
  [ -z "${PVE_WAN_IDENTITY:-}" ] || options+=(-o "IdentityFile=$(ssh_path "$work/identity")" -o IdentitiesOnly=yes)
  if [ "$host_key" != - ]; then
    printf '%s %s\n' "$(known_host_name)" "$host_key" >"$work/$node.known_hosts"
    options+=(-o "UserKnownHostsFile=$(ssh_path "$work/$node.known_hosts")" -o GlobalKnownHostsFile=/dev/null)
  elif [ -n "${PVE_WAN_KNOWN_HOSTS:-}" ]; then
    options+=(-o "UserKnownHostsFile=$(ssh_path "$work/known_hosts")")
  fi
  # ssh's own words go to a file, to be translated; the node's come through at once.
  deadline=$((SECONDS + 10))
  while :; do
    status=0
    : >"$work/$node.ssh"
    if [ -z "${PVE_WAN_REPORT:-}" ]; then
      ssh "${options[@]}" -E "$work/$node.ssh" -- "$address" "$@" || status=$?
    else
      ssh "${options[@]}" -E "$work/$node.ssh" -- "$address" "$@" | report "$node" || status=$?
    fi
    # An sshd that is just reloaded, by the step ssh-policy say, resets whoever waits at its door: before a login nothing was run, and nothing of the input read.
    if [ "$status" != "$no_connection" ] || [ "$SECONDS" -ge "$deadline" ] || ! grep -q '^kex_exchange_identification: ' "$work/$node.ssh"; then break; fi
    sleep 0.5
  done
  [ "$status" != "$no_connection" ] || translate "$node"
  return "$status"
}

# report NODE: passes on what the node says, and writes down in the file PVE_WAN_REPORT what it changed. Terraform's output
# would not do: Terraform suppresses that of steps which are given a secret.
report() {
  local line
  while IFS= read -r line || [ -n "$line" ]; do
    printf '%s\n' "$line"
    case $line in "$1: "*": changed: "* | "$1: verify: all "*) printf '%s\n' "$line" >>"$PVE_WAN_REPORT" ;; esac
  done
}

# Paths of our own: a list for ssh, in which a blank separates and a percent sign begins a token.
ssh_path() { printf '"%s"' "${1//%/%%}"; }

# What OpenSSH looks a host up by.
known_host_name() { if [ "$port" = 22 ]; then echo "$address"; else echo "[$address]:$port"; fi; }

identity_is_readable() {
  [ -n "${PVE_WAN_IDENTITY:-}" ] && [ ! -r "$PVE_WAN_IDENTITY" ] || return 0
  explain "$1" connection "the SSH key $PVE_WAN_IDENTITY cannot be read" "set ssh.privateKeyPath to a key that root on $1 accepts"
  return 1
}

# translate NODE: what ssh means, in words that say what to do.
translate() {
  local said try host
  said=$(cat "$work/$1.ssh")
  try="ssh -p $port root@$address"
  host=$(known_host_name)
  case $said in
    *"HOST IDENTIFICATION HAS CHANGED"*)
      explain "$1" connection "$address shows another SSH host key than the recorded one" \
        "was the server installed anew? compare with its console (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub); only if they are equal $(how_to_record changed)" ;;
    *"Host key verification failed"* | *"host key is known"*)
      explain "$1" connection "the SSH host key of $address is not known here" \
        "compare \"ssh-keyscan -p $port $address | ssh-keygen -lf -\" with the server's console (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub); if they are equal $(how_to_record unknown)" ;;
    *"no matching host key type"* | *"no matching"*"found"*)
      explain "$1" connection "$address and this machine's ssh have no common algorithm: $(tail -n 1 <<<"$said")" "try: $try" ;;
    *"Permission denied"* | *"Too many authentication failures"*)
      explain "$1" connection "$address does not let root in with ${PVE_WAN_IDENTITY:-the keys that ssh offers by itself}" \
        "put its public half into /root/.ssh/authorized_keys of the node, or name another key in ssh.privateKeyPath; a key with a passphrase has to be in the agent (ssh-add)" ;;
    *"Connection refused"*)
      explain "$1" connection "nothing listens on port $port of $address" "if it is booting, wait for it; else start sshd there, or set sshPort; then deploy again" ;;
    *"Could not resolve"* | *"Name or service not known"*)
      explain "$1" connection "the name $address is unknown here" "correct the name, or set sshAddress to an address" ;;
    *"No route to host"* | *"Network is unreachable"*)
      explain "$1" connection "no answer from $address: this machine has no route to it" "is the server on, and is this machine's own network up? try: $try" ;;
    *"timed out"*)
      explain "$1" connection "no answer from $address, port $port" \
        "is the server on, and do its firewall and the provider's let this machine in? try: $try" ;;
    *)
      explain "$1" connection "the connection to $address broke off${said:+: $(tail -n 1 <<<"$said")}" "try: $try; then deploy again, finished work is kept" ;;
  esac
}

# how_to_record changed|unknown: a key of the properties, the operator's file, or OpenSSH's own.
how_to_record() {
  local file=${PVE_WAN_KNOWN_HOSTS:-$HOME/.ssh/known_hosts} removal=
  if [ "$host_key" != - ]; then
    echo "set sshHostKey of this node to the new one"
    return
  fi
  file=$(printf %q "$file")
  [ "$1" = unknown ] || removal="ssh-keygen -R '$host' -f $file; "
  echo "record it: ${removal}ssh-keyscan -p $port $address >> $file"
}

# settings_only TEXT: settings without a payload and the empty line that ends them, however TEXT ends.
settings_only() { printf '%s\n\n' "$(printf '%s' "$1")"; }
