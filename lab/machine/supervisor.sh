#!/bin/bash
# The lab's parent on the machine. Run in a mount namespace of its own. Its standard input is held by whoever brings the lab
# up: the lab ends with that process, unless a line "keep" comes first.
set -euo pipefail
here=$(dirname "$0")
# shellcheck source-path=SCRIPTDIR source=cgroup.sh
. "$here/cgroup.sh"

# Every process of the lab inherits this lock: whoever gets it next knows that none is left.
exec {alive}>"$LAB_STATE/run/alive"
flock "$alive"

cgroup=$LAB_STATE/run/cgroup/$LAB_CGROUP
mount_cgroup_tree "$LAB_STATE/run/cgroup"
remove_cgroup "$cgroup"
mkdir "$cgroup"

# A second process that sees the end of the lab through a pipe, so that the cgroup goes even if this one is killed.
exec {pipe}> >(cat >/dev/null && remove_cgroup "$cgroup")

(
  echo "$BASHPID" >"$cgroup/cgroup.procs"
  exec setpriv --pdeathsig KILL unshare --mount --net --pid --ipc --uts --cgroup --fork --kill-child \
    -- bash "$here/init.sh" </dev/null
) &
lab=$!

# Waits beside this process, which has to see the lab's own end, and ends with it.
# shellcheck disable=SC2016 # the inner bash is to expand it
setpriv --pdeathsig KILL bash -c '
  read -r verdict || echo "the process that brought the lab up has ended: the lab ends too" >&2
  [ "$verdict" = keep ] || kill -KILL "$1"
' - "$lab" <&0 {alive}>&- {pipe}>&- &

ended=0
wait "$lab" || ended=$?
exec {pipe}>&-
remove_cgroup "$cgroup"
exit "$ended"
