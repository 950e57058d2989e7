#!/bin/bash
# hold.sh NODE PROCESS: holds the cluster on its contact node for as long as PROCESS lives here, so that a second deploy is told of this one.
# Prints "taken", or "held WHO" when somebody else has it.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

node=$1 process=$2

# started PROCESS: a machine may have had another process of this number.
started() {
  if [ -r "/proc/$1/stat" ]; then
    sed 's/.*) //' "/proc/$1/stat" | cut -d ' ' -f 20
  else
    ps -o lstart= -p "$1" # macOS
  fi
}

# However it ends, the node notices: a killed deploy's process is gone, a machine without power sends no more heartbeats.
heartbeats() {
  while kill -0 "$process" 2>/dev/null; do
    echo alive
    sleep 1
  done
}

{
  cat "$here/hold-node.sh"
  printf '%s %s since %s\n' "$(uname -n)" "$process" "$(started "$process")"
  printf '%s@%s since %s\n' "$(id -un)" "$(uname -n)" "$(date '+%F %T %Z')"
  heartbeats
} | on "$node" bash -s hold # a word for whoever looks at the node's processes
