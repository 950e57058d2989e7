#!/bin/bash
# PID 1 of the lab's own namespaces. When it ends, the kernel ends every process, mount, network namespace and veth of
# the lab. Its network namespace is "the internet": it has no way out.
# Needs LAB_STATE, LAB_NODES ("node1,203.0.113.11,2001:db8:113::11 ..."), LAB_RUNNER, LAB_RUNNER6, LAB_GATEWAY, LAB_GATEWAY6,
# LAB_ENTERPRISE, LAB_LOWER, LAB_REPOSITORY.
set -euo pipefail
here=$(dirname "$0")
# shellcheck source-path=SCRIPTDIR source=network.sh
. "$here/network.sh"

# The machine's /proc is still mounted, so this is the process as the machine sees it: others find the lab by it.
read -r as_seen_outside </proc/self/stat

mount --make-rslave /
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t cgroup2 cgroup2 /sys/fs/cgroup # rooted at the lab's own cgroup: nspawn sees a machine with cgroup v2 only
mount -t tmpfs -o mode=755 tmpfs /run   # names of network namespaces and nspawn's state
umount "$LAB_STATE/run/cgroup"
mkdir -p /run/netns /run/lock /run/dev /run/hosts
mknod /run/dev/fuse c 10 229 # systemd in a host changes the mode of its devices: never lend it the machine's own node

enter_cgroup() {
  mkdir -p "/sys/fs/cgroup/$1"
  echo "$BASHPID" >"/sys/fs/cgroup/$1/cgroup.procs"
}
enter_cgroup init
hostname "$LAB_CGROUP"

prepare_internet
( enter_cgroup wan && exec perl "$here/wan.pl" wan0 "$LAB_STATE/run" ) &
wait_for_device wan0
ip link set wan0 up txqueuelen 5000
ip route add default dev wan0 table 100
ip -6 route add default dev wan0 table 100

ip address add "$LAB_ENTERPRISE/32" dev lo
perl "$here/enterprise.pl" "$LAB_ENTERPRISE" &

ip netns add runner
attach runner "$LAB_RUNNER" "$LAB_RUNNER6"
ip -n runner address add "$LAB_RUNNER/32" peer "$LAB_GATEWAY" dev eth0
ip -n runner -6 address add "$LAB_RUNNER6/128" dev eth0 nodad
ip -n runner link set eth0 up
ip -n runner route add default via "$LAB_GATEWAY"
ip -n runner -6 route add default via "$LAB_GATEWAY6" dev eth0

for entry in $LAB_NODES; do
  IFS=, read -r node address address6 <<<"$entry"
  send_into_wan "$node"
  bash "$here/host.sh" "$node" "$address" "$address6" &
done

echo "$as_seen_outside" >"$LAB_STATE/run/init.tmp"
mv "$LAB_STATE/run/init.tmp" "$LAB_STATE/run/init"

# As PID 1 this shell also reaps orphans. Nothing it started may end: a lab without its WAN or a host's power is no lab.
ended=0
wait -n || ended=$?
echo "a part of the lab ended with status $ended: the whole lab ends; see $LAB_STATE/log" >&2
exit 1
