# Sourced by what must not be done while another deploy works on the cluster.
# shellcheck shell=bash

# begin_hold NODE: whoever deploys holds the cluster on its contact node until Terraform, the parent of every script, has ended.
begin_hold() {
  # It is read from now on, maybe before the holder has begun.
  # shellcheck disable=SC2154 # lib.sh sets it
  : >"$work/hold"
  # Not nohup: that of macOS refuses where there is no console.
  # shellcheck disable=SC2154 # lib.sh sets it
  (trap '' HUP; exec bash "$here/hold.sh" "$1" "$PPID" >"$work/hold" 2>"$work/hold.log" </dev/null) &
  holder=$!
}

# answer_to_hold: "taken", "held WHO", or nothing where no answer came. Only our own words: root's .bashrc may say something, too.
answer_to_hold() {
  local deadline=$((SECONDS + 60)) # the connection's 10, the node's 10, and a slow way
  until grep -Eq '^(taken$|held )' "$work/hold" || ! kill -0 "$holder" 2>/dev/null || [ "$SECONDS" -ge "$deadline" ]; do sleep 0.1; done
  [ "$SECONDS" -lt "$deadline" ] || echo "no answer came within 60 s: does a file such as ~/.bashrc there wait for something?" >>"$work/hold.log"
  sed -nE '/^(taken$|held )/{p;q;}' "$work/hold"
}

# shellcheck disable=SC2034 # for who reports it
until_released="wait until it has ended; if its machine is gone, it lets go within a minute"

# require_hold NODE STEP: a deploy that is tried again has no preflight any more, but may meet another one as well.
require_hold() {
  local answer
  begin_hold "$1"
  answer=$(answer_to_hold)
  case $answer in
    taken) ;;
    "held "*)
      explain "$1" "$2" "another deploy works on this cluster: ${answer#held }" "$until_released; then deploy again"
      return 1
      ;;
    *)
      cat "$work/hold.log" >&2
      explain "$1" "$2" "the cluster could not be held for this deploy" "do what stands above for $1; then deploy again"
      return 1
      ;;
  esac
}
