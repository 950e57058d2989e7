# Sourced by every step: how a step speaks, reads its input, waits and replaces files.
# shellcheck shell=bash

export LC_ALL=C
step=${step:-pve-wan}
state_dir=/var/lib/pve-wan
# The node's own name as Proxmox sees it: uname -n without the domain.
node=$(uname -n)
node=${node%%.*}

say() { printf '%s: %s: %s\n' "$node" "$step" "$*"; }

# fail CAUSE NEXT: ends the step with what went wrong and what the reader does now.
fail() {
  printf '%s: %s: failed: %s\n' "$node" "$step" "$1" >&2
  printf '%s: %s: next: %s\n' "$node" "$step" "$2" >&2
  exit 1
}

# A command that fails unexpectedly still says which one, never a bare exit status.
set -E
trap 'unexpected "$?" "$BASH_COMMAND" "${BASH_SOURCE[0]##*/}:$LINENO"' ERR
unexpected() {
  trap - ERR
  fail "\"$2\" ended with status $1 ($3)" "read the lines above; then deploy again, finished work is kept"
}

# work: a private directory in memory that is gone when the step ends, however it ends.
make_work_dir() {
  install -d -m 0700 /run/pve-wan
  work=$(mktemp -d /run/pve-wan/step.XXXXXX)
  trap 'rm -rf "$work"' EXIT
}

# Standard input is "key=value" lines, an empty line, then the step's payload. Nothing of it is ever evaluated.
declare -A setting=()
read_input() {
  local line
  make_work_dir
  while IFS= read -r line && [ -n "$line" ]; do
    setting[${line%%=*}]=${line#*=}
  done
  cat >"$work/payload"
}

# required KEY...: a deployment of another version may not send what this tool needs.
required() {
  local key
  for key in "$@"; do
    [ -n "${setting[$key]:-}" ] || fail "the setting \"$key\" is missing" "deploy again with the library version that installed this tool"
  done
}

# Two steps at once on one node (a killed deployment whose step still runs, a second runner) wait for each other.
lock_node() {
  exec 9>/run/lock/pve-wan.lock
  flock -w "${1:-120}" 9 || fail "another pve-wan step still runs here ($(cat /run/lock/pve-wan.holder 2>/dev/null))" \
    "wait for it (ps -C pve-wan), then deploy again"
  printf '%s, pid %s, since %s\n' "$step" "$$" "$(date +%T)" >/run/lock/pve-wan.holder
}

# wait_until SECONDS COMMAND...: polls until the command succeeds; the caller says what it means when it does not.
wait_until() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.2
  done
}

# replace_file TARGET MODE <content: keeps a dated copy of what was there, replaces atomically; 0 = changed, 1 = it was so already.
replace_file() {
  local target=$1 mode=$2 new
  new=$(mktemp "$(dirname "$target")/.pve-wan.XXXXXX")
  cat >"$new"
  if [ -f "$target" ] && cmp -s "$new" "$target" && [ "$(stat -c %a "$target")" = "$(printf %o "0$mode")" ]; then
    rm "$new"
    return 1
  fi
  back_up "$target"
  chmod "$mode" "$new"
  sync "$new"
  mv -T "$new" "$target"
}

# back_up FILE: every version that is replaced or removed is kept under /var/lib/pve-wan/backup, readable by root alone.
back_up() {
  [ -e "$1" ] || return 0
  install -d -m 0700 "$state_dir" "$state_dir/backup"
  cp -a --no-target-directory "$1" "$state_dir/backup/$(tr / _ <<<"${1#/}").$(date +%Y%m%dT%H%M%S.%N)"
}
