#!/bin/bash
# The lab's parent on the machine. Run in a mount namespace of its own. Its standard input says whether the lab may stay:
# without a line "keep" (whoever brings it up was killed) the lab ends at once.
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

verdict=""
read -r verdict || echo "the command that brings the lab up ended before the lab was ready: the lab ends too" >&2
[ "$verdict" = keep ] || kill -KILL "$lab"

ended=0
wait "$lab" || ended=$?
exec {pipe}>&-
remove_cgroup "$cgroup"
exit "$ended"
