#!/bin/bash
# Removes the cgroup of a lab that has ended, and waits for its last process. Run in a mount namespace of its own. Needs LAB_STATE and LAB_CGROUP.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=cgroup.sh
. "$(dirname "$0")/cgroup.sh"

mount_cgroup_tree "$LAB_STATE/run/cgroup"
remove_cgroup "$LAB_STATE/run/cgroup/$LAB_CGROUP"

exec {alive}>>"$LAB_STATE/run/alive"
flock --timeout 15 "$alive" || {
  echo "processes of the lab are still there after 15 s: find them with 'fuser $LAB_STATE/run/alive'" >&2
  exit 1
}
