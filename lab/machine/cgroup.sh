# shellcheck shell=bash
# The one thing of a lab that no namespace takes away when it ends: its cgroup. Source this file.

# Every machine, whether its systemd uses cgroup v1, v2 or both, has one v2 tree; a mount of our own finds it anywhere.
mount_cgroup_tree() {
  mkdir -p "$1"
  mount -t cgroup2 cgroup2 "$1"
}

# remove_cgroup DIR: ends what is left in it and removes it, waiting for processes that are still dying.
remove_cgroup() {
  local cgroup=$1 deadline=$((SECONDS + 15))
  while [ -d "$cgroup" ]; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      echo "cgroup $cgroup is still in use after 15 s: end its processes and run 'down' again" >&2
      return 1
    fi
    # Two removers may work at the same time; a directory that the other one took is no failure, the loop looks again.
    echo 1 2>/dev/null >"$cgroup/cgroup.kill" || continue
    find "$cgroup" -depth -type d -exec rmdir {} + 2>/dev/null || sleep 0.05
  done
}
