# Sent to the contact node on standard input and run there by "bash -s"; which process deploys, who that is, and the heartbeats follow on the same input.
# shellcheck shell=bash
set -euo pipefail

lock=/run/lock/pve-wan-deploy.lock
longest_silence=30

main() {
  local process who
  read -r process
  read -r who
  exec 9>>"$lock"
  if ! flock -n 9; then
    # An earlier step of the same deploy has it, and keeps it.
    if [ "$(sed -n 2p "$lock")" = "$process" ]; then
      echo taken
      return
    fi
    # A deploy that was killed a moment ago is still letting go.
    if ! flock -w 10 9; then
      echo "held $(head -n 1 "$lock")"
      return
    fi
  fi
  printf '%s\n' "$who" "$process" >"$lock"
  echo taken
  while read -r -t "$longest_silence" _; do :; done
  : >"$lock"
}
main; exit
