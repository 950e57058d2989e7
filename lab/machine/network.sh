# shellcheck shell=bash
# The lab's "internet" and how a host is plugged into it. Source this file. Needs LAB_GATEWAY, LAB_RUNNER.

prepare_internet() {
  local key
  echo 1 >/proc/sys/net/ipv4/ip_forward
  for key in all default; do
    echo 0 >"/proc/sys/net/ipv4/conf/$key/rp_filter"
    echo 0 >"/proc/sys/net/ipv4/conf/$key/send_redirects"
    [ ! -e "/proc/sys/net/ipv6/conf/$key/disable_ipv6" ] || echo 1 >"/proc/sys/net/ipv6/conf/$key/disable_ipv6"
  done
  ip link set lo up
  ip route add blackhole default # a host that is off answers with silence, not with "unreachable"
  ip rule add iif wan-runner lookup 100 pref 1000
}

wait_for_device() {
  local deadline=$((SECONDS + 10))
  until ip link show "$1" >/dev/null 2>&1; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      echo "network device $1 did not appear within 10 s: see $LAB_STATE/log/init.log" >&2
      return 1
    fi
    sleep 0.02
  done
}

# attach NAMESPACE ADDRESS: a fresh eth0 in the namespace. The address is a /32 with a point-to-point gateway, as at a
# colocation provider: no broadcast or multicast passes from host to host.
attach() {
  ip link add "wan-$1" type veth peer name eth0 netns "$1"
  ip address add "$LAB_GATEWAY/32" peer "$2/32" dev "wan-$1"
  ip link set "wan-$1" up
  ip -n "$1" link set lo up
}
