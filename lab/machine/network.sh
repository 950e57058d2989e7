# shellcheck shell=bash
# The lab's "internet" and how a host is plugged into it. Source this file. Needs LAB_GATEWAY, LAB_GATEWAY6.

prepare_internet() {
  local key
  echo 1 >/proc/sys/net/ipv4/ip_forward
  echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
  for key in all default; do
    echo 0 >"/proc/sys/net/ipv4/conf/$key/rp_filter"
    echo 0 >"/proc/sys/net/ipv4/conf/$key/send_redirects"
    echo 0 >"/proc/sys/net/ipv6/conf/$key/accept_ra"
    echo 0 >"/proc/sys/net/ipv6/conf/$key/autoconf"
    echo 0 >"/proc/sys/net/ipv6/conf/$key/accept_redirects"
  done
  echo 1 >/proc/sys/net/ipv6/conf/default/addr_gen_mode # the gateway's is the only link-local address on any line
  ip link set lo up
  ip route add blackhole default # a host that is off answers with silence, not with "unreachable"
  ip -6 route add blackhole default
  send_into_wan runner
}

# send_into_wan NAME: what comes from it is held for its line's delay before it is routed.
send_into_wan() {
  ip rule add iif "wan-$1" lookup 100 pref 1000
  ip -6 rule add iif "wan-$1" lookup 100 pref 1000
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

# attach NAMESPACE ADDRESS ADDRESS6: a fresh eth0 in the namespace. The addresses are a /32 with a point-to-point gateway
# and a /128 with a link-local one, as at a colocation provider: no broadcast or multicast passes from host to host.
attach() {
  ip link add "wan-$1" type veth peer name eth0 netns "$1"
  ip address add "$LAB_GATEWAY/32" peer "$2/32" dev "wan-$1"
  ip -6 address add "$LAB_GATEWAY6/64" dev "wan-$1" nodad
  ip link set "wan-$1" up
  ip -6 route add "$3/128" dev "wan-$1"
  ip -n "$1" link set lo up
}
