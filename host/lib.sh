# Sourced by every step: how a step speaks, reads its input, waits and replaces files.
# shellcheck shell=bash

# The dispatcher and the step both name it, so that each file says what it needs.
[ -z "${library_loaded:-}" ] || return 0
library_loaded=yes
# shellcheck disable=SC2034 # steps use it
library=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")

# A root whose profile sets another PATH has no nft, no sshd and no wg.
export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
step=${step:-pve-wan}
state_dir=/var/lib/pve-wan
# The node's own name as Proxmox sees it: uname -n without the domain.
node=$(uname -n)
node=${node%%.*}

say() { printf '%s: %s: %s\n' "$node" "$step" "$*"; }

# A status that only "fail" uses: in $(...) or a pipeline it tells the shell above that everything has been said.
already_said=97

# fail CAUSE NEXT: ends the step with what went wrong and what the reader does now.
fail() {
  printf '%s: %s: failed: %s\n' "$node" "$step" "$1" >&2
  printf '%s: %s: next: %s\n' "$node" "$step" "$2" >&2
  trap - ERR
  [ "$BASH_SUBSHELL" = 0 ] || exit "$already_said"
  exit 1
}

# A command that fails unexpectedly still says which one, never a bare exit status.
set -E
trap 'unexpected "$?" "$BASH_COMMAND" "${BASH_SOURCE[0]##*/}:$LINENO"' ERR
unexpected() {
  trap - ERR
  [ "$1" != "$already_said" ] || exit "$(( BASH_SUBSHELL > 0 ? already_said : 1 ))"
  fail "\"$2\" ended with status $1 ($3)" "read the lines above; then deploy again, finished work is kept"
}

# work: a private directory in memory that is gone when the step ends; what a killed step left is removed by the next one.
make_work_dir() {
  local stale
  install -d -m 0700 /run/pve-wan
  for stale in /run/pve-wan/step.*; do
    [ ! -d "$stale" ] || kill -0 "$(cut -d. -f2 <<<"${stale##*/}")" 2>/dev/null || rm -rf "$stale"
  done
  work=$(mktemp -d "/run/pve-wan/step.$$.XXXXXX")
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
  flock -w 300 9 || fail "another pve-wan step still runs here ($(cat /run/lock/pve-wan.holder 2>/dev/null))" \
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
# It is called as a condition, where bash ignores errors: so each command here answers for itself.
replace_file() {
  local target=$1 mode=$2 new
  # A name that is always the same: what a killed step left is taken over by the next run.
  new=${target%/*}/.pve-wan-new.${target##*/}
  { rm -f "$new" && (umask 077 && cat >"$new"); } || cannot_replace "$target"
  if [ -f "$target" ] && cmp -s "$new" "$target" && [ "$(stat -c %a "$target")" = "$(printf %o "0$mode")" ]; then
    rm "$new" || cannot_replace "$target"
    return 1
  fi
  back_up "$target"
  { chmod "$mode" "$new" && sync "$new" && mv -T "$new" "$target" && sync "${target%/*}"; } || cannot_replace "$target"
}

cannot_replace() {
  rm -f "${1%/*}/.pve-wan-new.${1##*/}"
  fail "$1 could not be written; it is as it was" "see the line above (df -h ${1%/*} shows a full disk); then deploy again"
}

# back_up FILE: every version that is replaced or removed is kept under /var/lib/pve-wan/backup, readable by root alone.
back_up() {
  local copy
  [ -e "$1" ] || return 0
  copy=$state_dir/backup/$(tr / _ <<<"${1#/}").$(date +%Y%m%dT%H%M%S.%N)
  if install -d -m 0700 "$state_dir" "$state_dir/backup" && cp -a --no-target-directory "$1" "$copy"; then
    return 0
  fi
  rm -f "$copy"
  fail "no copy of $1 could be kept, so it was left as it is" "see the line above (df -h $state_dir shows a full disk); then deploy again"
}

# each_line COMMAND...: calls it with the words of every line of the payload, also of a last one without a newline.
each_line() {
  local -a words
  while read -ra words || [ "${#words[@]}" -gt 0 ]; do
    [ "${#words[@]}" = 0 ] || "$@" "${words[@]}"
  done <"$work/payload"
}

# A member of a cluster has corosync's configuration, also while /etc/pve is not mounted.
is_member() { [ -e /etc/pve/corosync.conf ] || [ -e /etc/corosync/corosync.conf ]; }
