# Sent to the contact node on standard input and run there by "bash -s"; who deploys and the heartbeats follow on the same input.
# shellcheck shell=bash
set -euo pipefail

lock=/run/lock/pve-wan-deploy.lock
longest_silence=30

main() {
  local who
  read -r who
  exec 9>>"$lock"
  # A deploy that was killed a moment ago is still letting go.
  if ! flock -w 10 9; then
    echo "held $(<"$lock")"
    return
  fi
  printf '%s\n' "$who" >"$lock"
  echo taken
  while read -r -t "$longest_silence" _; do :; done
}
main; exit
