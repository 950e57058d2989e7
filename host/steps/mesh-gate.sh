# Proves every tunnel: handshake, ping, and a ping of the full MTU that must not be fragmented.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../text/ping-headers.sh
. "$library/text/ping-headers.sh"

handshake_limit=180

main() {
  local deadline peer
  read_input
  required interface mtu
  interface=${setting[interface]} mtu=${setting[mtu]} deadline=${setting[deadlineSeconds]:-60}
  start_tunnel
  end=$((SECONDS + deadline))
  each_line begin
  [ "${#peers[@]}" -gt 0 ] || nobody_to_reach
  for peer in "${peers[@]}"; do wait "${checks[$peer]}" || failed+=("$peer"); done
  for peer in "${peers[@]}"; do
    [ ! -s "$work/$peer.ok" ] || say "$(<"$work/$peer.ok")"
  done
  [ "${#failed[@]}" -gt 0 ] || return 0
  for peer in "${failed[@]}"; do printf '%s: %s: failed: %s\n' "$node" "$step" "$(cat "$work/$peer.failed" "$work/$peer.error")" >&2; done
  fail "no proof of the tunnel to ${failed[*]} within $deadline s" "repair what the lines above name, then deploy again"
}

# The step mesh is done, and would not be asked again.
start_tunnel() {
  [ -z "$(ip link show dev "$interface" up 2>/dev/null)" ] || return 0
  systemctl restart "wg-quick@$interface.service" || fail "$interface does not start" "see: journalctl -u wg-quick@$interface; then deploy again"
  say "changed: started $interface, which was down"
}

# A cluster may begin with one node.
nobody_to_reach() {
  local known
  known=$(wg show "$interface" peers) || fail "there is no $interface" "systemctl status wg-quick@$interface; then deploy again"
  [ -z "$known" ] || fail "no peer was named, but $interface has some" "deploy again with the library version that installed this tool"
  say "no other node yet, so no tunnel to prove"
}

peers=()
declare -A checks
failed=()

begin() {
  : >"$work/$1.failed"
  check "$@" >"$work/$1.ok" 2>"$work/$1.error" &
  checks[$1]=$!
  peers+=("$1")
}

# check PEER OVERLAY speak|listen
check() {
  local peer=$1 address=$2 role=$3 age received_before headers
  headers=$(ping_headers "$address")
  key=$(<"/etc/wireguard/$peer-pubkey")
  received_before=$(received)
  # Both ends speaking first at the same moment collide and lose 5 to 11 s; a silent peer is spoken to after all.
  if [ "$role" = listen ] && ! wait_until "$(remaining 2)" handshake_is_fresh; then role=speak; fi
  wait_until "$(remaining 1)" answers 56 "$address" || diagnose_silence "$peer" "$address"
  wait_until "$(remaining 1)" handshake_is_fresh || not_proven "$peer" "$address answers, but the last handshake is $(handshake_age) s old"
  wait_until 3 answers "$((mtu - headers))" "$address" || diagnose_size "$peer" "$address"
  age=$(handshake_age)
  echo "$peer: handshake $age s ago, round trip $(round_trip "$address") ms, packets of $mtu bytes pass whole"
}

remaining() { echo $(((end - SECONDS) / $1)); }

received() { wg show "$interface" transfer | awk -v key="$key" '$1 == key { print $2 }'; }

handshake_age() {
  wg show "$interface" latest-handshakes | awk -v key="$key" -v now="$(date +%s)" '$1 == key { print ($2 ? now - $2 : "-") }'
}

handshake_is_fresh() {
  local age
  age=$(handshake_age)
  [ -n "$age" ] && [ "$age" != - ] && [ "$age" -lt "$handshake_limit" ]
}

# answers SIZE ADDRESS: any one of three, so that a lost packet of the WAN is not taken for a broken tunnel.
answers() { ping -n -q -c 3 -i 0.2 -W 1 -M "do" -s "$1" -I "$interface" "$2" >/dev/null 2>&1; }

round_trip() { ping -n -q -c 2 -i 0.2 -W 1 -I "$interface" "$1" | sed -nE 's,^rtt [^=]*= ([0-9.]+)/.*,\1,p'; }

not_proven() {
  echo "$1: $2" >"$work/$1.failed"
  exit 1
}

diagnose_silence() {
  local endpoint received sent
  endpoint=$(wg show "$interface" endpoints | awk -v key="$key" '$1 == key { print $2 }')
  read -r received sent < <(wg show "$interface" transfer | awk -v key="$key" '$1 == key { print $2, $3 }')
  if [ -z "$endpoint" ]; then
    not_proven "$1" "$interface has no such peer: the step mesh has not run with it"
  elif handshake_is_fresh && [ "$received" = "$received_before" ]; then
    not_proven "$1" "handshake $(handshake_age) s ago, but nothing comes from UDP $endpoint since: the way between the two nodes has broken"
  elif handshake_is_fresh; then
    not_proven "$1" "handshake $(handshake_age) s ago, but $2 does not answer a ping: a firewall on $1 blocks $interface, or AllowedIPs lack $2"
  elif [ "${received:-0}" = 0 ]; then
    not_proven "$1" "no handshake: $sent bytes sent to UDP $endpoint, nothing came back: a firewall in between, $interface down on $1, or keys that do not match"
  fi
  not_proven "$1" "no handshake: $sent bytes sent to UDP $endpoint, $received came back: the public or preshared keys of the two ends do not match"
}

diagnose_size() {
  local low=500 high=$mtu middle
  answers $((low - headers)) "$2" || not_proven "$1" "small packets pass, those of $low bytes do not"
  while [ $((high - low)) -gt 4 ]; do
    middle=$(((low + high) / 2))
    if answers $((middle - headers)) "$2"; then low=$middle; else high=$middle; fi
  done
  not_proven "$1" "packets of $mtu bytes do not pass, the largest that does has about $low: set overlay.mtu to $((low / 4 * 4)) or less"
}
