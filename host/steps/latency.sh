# Measures round trips, loss and the largest packets to every other node, through the tunnels and beside them, and changes nothing.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../text/ping-headers.sh
. "$library/text/ping-headers.sh"

main() {
  local name address endpoint version job jobs=()
  read_input
  required interface count
  version=$(pveversion -v | sed -n 's/^pve-cluster: //p')
  [ -n "$version" ] || fail "pveversion -v does not say the version of pve-cluster" "see: pveversion -v"
  echo "version $version"
  while read -r name _ address; do
    [ "$name" != "$node" ] || continue
    measure "$name" overlay "$address" >"$work/$name.overlay" &
    jobs+=($!)
    endpoint=$(endpoint_of "$name")
    [ -n "$endpoint" ] || continue
    measure "$name" public "$endpoint" >"$work/$name.public" &
    jobs+=($!)
  done <"$work/payload"
  for job in "${jobs[@]}"; do wait "$job"; done
  while read -r name _; do
    [ ! -e "$work/$name.overlay" ] || cat "$work/$name.overlay"
    [ ! -e "$work/$name.public" ] || cat "$work/$name.public"
  done <"$work/payload"
}

# Where the tunnel really leads, by the last packet that came through it; nothing where there is none.
endpoint_of() {
  wg show "${setting[interface]}" endpoints | awk -v key="$(cat "/etc/wireguard/$1-pubkey")" '$1 == key && $2 != "(none)" { sub(/:[0-9]+$/, "", $2); gsub(/[][]/, "", $2); print $2 }'
}

# measure PEER VIA ADDRESS: "rtt PEER VIA SENT MILLISECONDS..." and "mtu PEER VIA BYTES".
measure() {
  local times mtu
  times=$(round_trips "$3" | paste -sd ' ')
  mtu=$(path_mtu "$3")
  printf 'rtt %s %s %s %s\nmtu %s %s %s\n' "$1" "$2" "${setting[count]}" "$times" "$1" "$2" "$mtu"
}

# As many as come back: ping's status only says whether any did.
round_trips() { { ping -n -c "${setting[count]}" -i 0.2 -W 3 "$1" || [ "$?" = 1 ]; } | sed -nE 's/.* time=([0-9.]+) ms$/\1/p'; }

# path_mtu ADDRESS: the largest packet that comes back whole, to the byte; 0 where none does.
path_mtu() {
  local headers fits=0 too_long=9001 size
  headers=$(ping_headers "$1")
  passes "$1" $((576 - headers)) || { echo 0; return; }
  fits=576
  # What nearly every path has, so that the search is short.
  for size in 1420 1500; do if passes "$1" $((size - headers)); then fits=$size; else too_long=$size; break; fi; done
  while [ $((too_long - fits)) -gt 1 ]; do
    size=$(((fits + too_long) / 2))
    if passes "$1" $((size - headers)); then fits=$size; else too_long=$size; fi
  done
  echo "$fits"
}

# Two tries: the WAN may lose one.
passes() { ping -n -q -c 2 -i 0.2 -W 1 -M "do" -s "$2" "$1" >/dev/null 2>&1; }
