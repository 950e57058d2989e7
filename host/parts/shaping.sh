# What is sent first on an interface: one queue for that, one for all else, both as fast together as the line is known to be.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"

shaping_dir=$state_dir/bandwidth
# Ours among others': a number that nobody chooses by chance.
shaping_handle=5c0
declare -A shaping=()

read_shaping() {
  local line
  shaping=()
  while IFS= read -r line; do shaping[${line%%=*}]=${line#*=}; done <"$shaping_dir/settings"
}

shaped_devices() { printf '%s\n' "${shaping[interface]}" ${shaping[shapedInterface]:+"${shaping[shapedInterface]}"}; }

device_exists() { ip link show dev "$1" >/dev/null 2>&1; }

# other_discipline DEVICE: prints what somebody else has put there. The kernel's own has no number.
other_discipline() { tc qdisc show dev "$1" root | awk -v ours="$shaping_handle:" '/ root / && $3 != "0:" && $3 != ours { print $2, $3 }'; }

# All of it, so that whatever somebody changes is seen.
queues_of() {
  tc qdisc show dev "$1" && tc class show dev "$1" && tc filter show dev "$1"
}

# One after the other: a packet of corosync's waits for no more than the one that is being sent.
shape_all() {
  local kbit=$((shaping[uplinkMegabitsPerSecond] * 1000)) tunnel corosync
  # A tenth of the line is left to what is sent beside the tunnels. 100 bytes: what WireGuard, UDP, IP and Ethernet add to a packet.
  tunnel=$((kbit * 9 / 10))
  corosync=$((tunnel / 10))
  shape "${shaping[interface]}" "$tunnel" "$corosync" 100
  first "${shaping[interface]}" "$(family_of "${shaping[address]}")" 1 src "${shaping[address]}" dport 5405
  kept "${shaping[interface]}"
  [ -n "${shaping[shapedInterface]:-}" ] || return 0
  # The packets of a tunnel do not show what is in them: it goes first as a whole.
  shape "${shaping[shapedInterface]}" $((kbit * 95 / 100)) "$tunnel" 0
  first "${shaping[shapedInterface]}" ip 1 sport "${shaping[listenPort]}"
  first "${shaping[shapedInterface]}" ip6 2 sport "${shaping[listenPort]}"
  kept "${shaping[shapedInterface]}"
}

# shape DEVICE KBIT FIRST-KBIT OVERHEAD-BYTES
shape() {
  local device=$1 kbit=$2 first=$3 common
  common=(overhead "$4" quantum 3000)
  unshape "$device"
  tc qdisc add dev "$device" root handle "$shaping_handle:" htb default 20
  class "$device" "" 1 rate "${kbit}kbit" "${common[@]}"
  class "$device" 1 10 rate "${first}kbit" ceil "${kbit}kbit" prio 0 "${common[@]}"
  class "$device" 1 20 rate "$((kbit - first))kbit" ceil "${kbit}kbit" prio 1 "${common[@]}"
  queue "$device" 10 "$kbit"
  queue "$device" 20 "$kbit"
}

# class DEVICE PARENT NUMBER ...
class() {
  local device=$1 parent=$2 number=$3
  shift 3
  tc class add dev "$device" parent "$shaping_handle:$parent" classid "$shaping_handle:$number" htb "$@"
}

# queue DEVICE CLASS KBIT: 100 ms of packets, but room for two of the largest that the kernel cuts only afterwards.
queue() {
  local bytes=$(($3 * 25 / 2))
  tc qdisc add dev "$1" parent "$shaping_handle:$2" handle "${shaping_handle%0}${2%0}:" bfifo limit "$((bytes > 131072 ? bytes : 131072))"
}

family_of() { case $1 in *:*) echo ip6 ;; *) echo ip ;; esac; }

# first DEVICE ip|ip6 PREFERENCE [src ADDRESS] sport|dport PORT: UDP that is sent before all else.
first() {
  local device=$1 family=$2 preference=$3 protocol=ip match=()
  shift 3
  [ "$family" = ip ] || protocol=ipv6
  match=(match "$family" protocol 17 0xff)
  if [ "$1" = src ]; then match+=(match "$family" src "$2"); shift 2; fi
  tc filter add dev "$device" parent "$shaping_handle:" protocol "$protocol" pref "$preference" \
    u32 "${match[@]}" match "$family" "$1" "$2" 0xffff flowid "$shaping_handle:10"
}

kept() { queues_of "$1" >"/run/pve-wan/queues.$1"; }

is_as_kept() { device_exists "$1" && [ -e "/run/pve-wan/queues.$1" ] && queues_of "$1" | cmp -s - "/run/pve-wan/queues.$1"; }

unshape() {
  rm -f "/run/pve-wan/queues.$1"
  device_exists "$1" || return 0
  # Not grep -q, which ends at once: tc could be killed for writing on, and ours be taken for another's.
  if tc qdisc show dev "$1" root | grep "^qdisc htb $shaping_handle: " >/dev/null; then tc qdisc del dev "$1" root; fi
}
