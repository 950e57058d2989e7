# A running WireGuard interface compared with, and brought in line with, its file. The step sets
# $interface and $candidate (its file) and makes $work/stripped and $work/wanted (its facts).
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../text/wireguard-facts.sh
. "$library/text/wireguard-facts.sh"

interface="" candidate=""

is_wireguard_interface() { wg show "$1" >/dev/null 2>&1; }

# differences: 0 = none; otherwise one a line, without a secret, and 1.
differences() {
  local found=0
  {
    differences_of_tunnels
    differences_of_link
    differences_of_routes
  } >"$work/found"
  cat "$work/found"
  [ ! -s "$work/found" ] || found=1
  return "$found"
}

differences_of_tunnels() {
  wg showconf "$interface" | wireguard_facts >"$work/live"
  # Names are no address that could be compared, so they are left out on both sides.
  comm -3 --output-delimiter='>' <(comparable <"$work/wanted") <(without_learned_endpoints | comparable) |
    sed -E 's/^([^>])/not in force: \1/; s/^>/in force, but not in the file: /; s/(privatekey|presharedkey) .*/\1/' | sort -u
}

# A peer behind NAT has no endpoint in the file, and the one that it speaks from here.
without_learned_endpoints() {
  awk 'FNR == NR { if ($3 == "endpoint") given[$2] = 1; next } $3 != "endpoint" || given[$2]' "$work/wanted" "$work/live"
}

# without_answering_elsewhere DIFFERENCES: a peer that speaks from another address than its endpoint (a second one of its own, or a
# NAT's) takes it back with its next packet, and has proven with its key who it is.
without_answering_elsewhere() {
  wg show "$interface" latest-handshakes | awk -v now="$(date +%s)" 'now - $2 < 180 { print "peer " $1 " endpoint " }' >"$work/answering"
  grep -vFf "$work/answering" "$1" || [ "$?" = 1 ]
}

comparable() { grep -Ev '^peer [^ ]+ endpoint [^0-9[]' || [ "$?" = 1 ]; }

differences_of_link() {
  local mtu
  [ -n "$(ip link show dev "$interface" up)" ] || echo "the interface is down"
  mtu=$(interface_setting MTU <"$candidate")
  [ -z "$mtu" ] || [ "$mtu" = "$(<"/sys/class/net/$interface/mtu")" ] || echo "MTU is $(<"/sys/class/net/$interface/mtu"), not $mtu"
  comm -3 --output-delimiter='>' <(wanted_addresses) <(live_addresses) | sed -E 's/^([^>])/address missing: \1/; s/^>/address too many: /'
}

wanted_addresses() {
  interface_setting Address <"$candidate" | sed -E '/\//!{ /:/s/$/\/128/; /:/!s/$/\/32/ }' | sort -u
}

live_addresses() {
  ip -oneline address show dev "$interface" scope global | awk '{ print $4 ~ /\// ? $4 : $4 "/32" }' | sort -u
}

differences_of_routes() {
  local range
  while IFS= read -r range; do
    [ -n "$(ip "$(family "$range")" route show dev "$interface" match "$range")" ] || echo "route missing: $range"
  done < <(wanted_ranges)
  stale_routes | sed 's/^/route too many: /'
}

family() { case $1 in *:*) echo -6 ;; *) echo -4 ;; esac; }

wanted_ranges() { awk '$1 == "peer" && $3 == "allowedips" { print $4 }' "$work/wanted" | sort -t / -k 2nr; }

# Routes into the tunnel for which there is no peer. What lies within a peer's range may be an administrator's.
stale_routes() {
  wanted_ranges >"$work/ranges"
  { ip -4 route show dev "$interface"; ip -6 route show dev "$interface"; } | awk '!/ proto kernel / { print $1 }' |
    perl "$library/text/outside-ranges.pl" "$work/ranges"
}

# What "wg syncconf" covers is changed by it, the rest as wg-quick would have set it; no tunnel is dropped.
bring_in_line() {
  local mtu address range
  wg syncconf "$interface" "$work/stripped"
  mtu=$(interface_setting MTU <"$candidate")
  ip link set dev "$interface" ${mtu:+mtu "$mtu"} up
  # New addresses first, and once more afterwards: removing a first address takes the others of its range along.
  while IFS= read -r address; do ip address replace "$address" dev "$interface"; done < <(wanted_addresses)
  while IFS= read -r address; do ip address delete "$address" dev "$interface"; done < <(comm -13 <(wanted_addresses) <(live_addresses))
  while IFS= read -r address; do ip address replace "$address" dev "$interface"; done < <(comm -23 <(wanted_addresses) <(live_addresses))
  stale_routes >"$work/stale-routes"
  while IFS= read -r range; do ip "$(family "$range")" route delete "$range" dev "$interface"; done <"$work/stale-routes"
  while IFS= read -r range; do
    [ -n "$(ip "$(family "$range")" route show dev "$interface" match "$range")" ] || ip "$(family "$range")" route add "$range" dev "$interface"
  done < <(wanted_ranges)
}
