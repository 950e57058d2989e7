#!/bin/bash
# host.sh NODE ADDRESS ADDRESS6: one host's power supply. Boots it; boots it again when it reboots; when it powered off or was
# cut, waits for a line on its power FIFO. Each boot gets a new network namespace, so that rules, links and routes that
# nobody saved are really gone.
set -euo pipefail
node=$1 address=$2 address6=$3
# shellcheck source-path=SCRIPTDIR source=network.sh
. "$(dirname "$0")/network.sh"
state=$LAB_STATE/run/$node
disk=$LAB_STATE/hosts/$node
root=/run/hosts/$node
cgroup=/sys/fs/cgroup/$node

# tell FACT: what the rest of the lab reads as the host's state, never half-written.
tell() {
  echo "$1" >"$state.state.tmp"
  mv "$state.state.tmp" "$state.state"
}

boot() {
  mkdir -p "$root" "$cgroup"
  mount -t overlay overlay -o "lowerdir=$LAB_LOWER,upperdir=$disk/upper,workdir=$disk/work" "$root"
  ip netns add "$node"
  attach "$node" "$address" "$address6"
  boots=$((boots + 1))
  (
    echo "$BASHPID" >"$cgroup/cgroup.procs"
    export SYSTEMD_NSPAWN_TMPFS_TMP=0 SYSTEMD_NSPAWN_API_VFS_WRITABLE=network
    exec systemd-nspawn --quiet --boot --directory="$root" --machine="$node" \
      --keep-unit --register=no --network-namespace-path="/run/netns/$node" \
      --capability=CAP_NET_ADMIN,CAP_NET_RAW --link-journal=no --resolv-conf=off --timezone=off \
      --bind-ro="$LAB_REPOSITORY:/srv/lab-repository" --bind=/run/dev/fuse:/dev/fuse --console=pipe
  ) </dev/null >>"$LAB_STATE/log/$node.console" 2>&1 3>&- &
  tell "on $boots"
  status=0
  wait "$!" || status=$?
}

# A host that was killed is gone only when its last process is: its successor must not meet it on the same disk.
wait_until_gone() {
  local deadline=$((SECONDS + 30))
  until grep -qx 'populated 0' "$cgroup/cgroup.events"; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      echo "$node: processes of the host are still there 30 s after its end: see $cgroup in the lab" >&2
      return 1
    fi
    sleep 0.01
  done
}

clear_away() {
  wait_until_gone
  # A connection that was open at a power cut keeps the namespace alive, and with it the line that the next boot plugs in.
  ip link delete "wan-$node"
  ip netns delete "$node"
  umount "$root"
  find "$cgroup" -mindepth 1 -depth -type d -exec rmdir {} +
}

boots=0
mkfifo "$state.power"
exec 3<>"$state.power" # read-write: neither side ever waits for the other to open it
while :; do
  boot
  clear_away
  case $status in
    133) continue ;;             # the host asked for a reboot
    0) tell "off $boots" ;;      # orderly
    137) tell "cut $boots" ;;    # killed, as by a power cut
    *) tell "failed $boots systemd-nspawn ended with status $status" ;;
  esac
  read -r -u 3 _
done
