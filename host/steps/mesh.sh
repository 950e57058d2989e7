# Assembles wg0.conf on the node and brings the interface in line with it, live where it already runs.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../text/fill-placeholders.sh
. "$library/text/fill-placeholders.sh"
# shellcheck source-path=SCRIPTDIR source=../text/wireguard-facts.sh
. "$library/text/wireguard-facts.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/wireguard-live.sh
. "$library/parts/wireguard-live.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/wireguard-collisions.sh
. "$library/parts/wireguard-collisions.sh"

changes=()

main() {
  read_input
  required interface
  lock_node
  umask 077
  interface=${setting[interface]}
  unit=wg-quick@$interface.service
  candidate=$work/$interface.conf
  assemble
  refuse_collisions "$interface" "$(interface_setting ListenPort <"$candidate")"
  if replace_file "/etc/wireguard/$interface.conf" 0600 <"$candidate"; then changes+=("wrote /etc/wireguard/$interface.conf"); fi
  if [ "$(systemctl is-enabled "$unit" 2>/dev/null)" != enabled ]; then
    systemctl --quiet enable "$unit"
    changes+=("enabled $unit")
  fi
  if is_wireguard_interface "$interface" && systemctl --quiet is-active "$unit"; then update_live; else start; fi
  prove
  if [ "${#changes[@]}" = 0 ]; then say "unchanged: $proof"; else say "changed: $(joined "${changes[@]}"); $proof"; fi
}

joined() { printf '%s\n' "$@" | paste -sd ';' | sed 's/;/; /g'; }

# From here on only $candidate, which is known to be complete, is used: syncing an incomplete one would remove peers.
assemble() {
  local asked filled
  if ! fill_placeholders /etc/wireguard <"$work/payload" >"$candidate" 2>"$work/missing"; then
    fail "$(joined_lines "$work/missing")" "deploy again: the steps keys, keyring and preshared-keys put the keys there"
  fi
  if interface_setting SaveConfig <"$candidate" | grep -qi true; then
    fail "the configuration says SaveConfig, which would overwrite it with the state of the moment" "leave SaveConfig out"
  fi
  # wg-quick would run what stands behind these as root.
  if grep -Eiq '^[[:space:]]*(Pre|Post)(Up|Down)[[:space:]]*=' "$candidate"; then
    fail "the configuration holds commands (PreUp, PostUp, PreDown or PostDown), which no deploy writes" "look for a line end in the values of routedSubnets and publicAddress; then deploy again"
  fi
  wg-quick strip "$candidate" >"$work/stripped" ||
    fail "wg-quick does not accept the configuration" "see its line above; correct the settings of $node, then deploy again"
  wireguard_facts <"$work/stripped" >"$work/wanted"
  asked=$(grep -ci '^\[peer\]' "$work/payload" || [ "$?" = 1 ])
  filled=$(grep -Ec '^peer [^ ]+$' "$work/wanted" || [ "$?" = 1 ])
  if [ "$asked" != "$filled" ] || ! grep -q '^interface privatekey ' "$work/wanted"; then
    fail "the assembled configuration is incomplete: $filled of $asked peers" "deploy again; if it stays so, report it with the library's version"
  fi
}

joined_lines() {
  local -a lines
  mapfile -t lines < <(sort -u "$1")
  joined "${lines[@]}"
}

start() {
  if is_wireguard_interface "$interface"; then
    # Brought up by hand: systemd has to own it, or it is missing after the next boot.
    wg-quick down "$interface" >"$work/log" 2>&1 || fail "$interface was brought up by hand and does not go down: $(tail -n 1 "$work/log")" "run: wg-quick down $interface; then deploy again"
  fi
  # restart: the unit stays "active" when its interface was deleted behind its back.
  systemctl restart "$unit" >"$work/log" 2>&1 || {
    journalctl --quiet --unit "$unit" --since -60s --output cat | tail -n 15 >&2
    fail "$unit does not start" "see its lines above (journalctl -u $unit); then deploy again"
  }
  changes+=("started $unit")
}

update_live() {
  if differences >"$work/differences"; then return 0; fi
  bring_in_line
  changes+=("brought $interface in line without a restart")
}

prove() {
  local peers
  if ! differences >"$work/found-last"; then
    without_answering_elsewhere "$work/found-last" >"$work/differences"
    [ ! -s "$work/differences" ] ||
      fail "$interface is not as its file says: $(joined_lines "$work/differences")" "see: wg show $interface, ip address show dev $interface; then deploy again"
  fi
  if ! systemctl --quiet is-enabled "$unit" || ! systemctl --quiet is-active "$unit"; then
    fail "$unit is $(systemctl is-enabled "$unit" 2>&1) and $(systemctl is-active "$unit")" "see: systemctl status $unit; then deploy again"
  fi
  peers=$(grep -Ec '^peer [^ ]+$' "$work/wanted" || [ "$?" = 1 ])
  proof="$interface up with $peers peers, port $(wg show "$interface" listen-port), $unit enabled and active"
}
