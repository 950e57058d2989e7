# Checks every fact of a finished deploy on this node, and changes nothing. By hand: pve-wan verify
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/cluster.sh
. "$library/parts/cluster.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/certificate.sh
. "$library/parts/certificate.sh"

expected=$state_dir/expected
handshake_limit=180
passed=0 failed=0

main() {
  # By hand, on a terminal, it checks what the last deploy wanted.
  if [ -t 0 ]; then
    [ -r "$expected" ] || fail "no deploy has finished here yet" "deploy, then look again"
    read_input <"$expected"
  else
    read_input
    remember
  fi
  required clusterName interface mtu overlayAddress token
  interface=${setting[interface]}
  services
  tunnels
  names
  cluster
  safety
  [ "$failed" = 0 ] || fail "$failed of $((passed + failed)) checks failed, see FAILED above" "do what stands behind each of them, then deploy again"
  say "all $passed checks passed"
}

remember() {
  local key
  install -d -m 0700 "$state_dir"
  {
    for key in "${!setting[@]}"; do printf '%s=%s\n' "$key" "${setting[$key]}"; done
    echo
    cat "$work/payload"
  } >"$expected.new"
  mv "$expected.new" "$expected"
}

# check WHAT NEXT COMMAND...: gives what is still settling ten seconds.
check() {
  local what=$1 next=$2
  shift 2
  if wait_until 10 "$@"; then
    passed=$((passed + 1))
    say "ok $what"
  else
    failed=$((failed + 1))
    say "FAILED $what; next: $next"
  fi
}

services() {
  local service
  for service in "wg-quick@$interface" corosync pve-cluster pvedaemon pveproxy pve-wan-firewall; do
    check "$service runs" "systemctl status $service; then systemctl start $service" systemctl --quiet is-active "$service.service"
    check "$service starts at boot" "systemctl enable $service" starts_at_boot "$service.service"
  done
  check "corosync starts after $interface" "deploy again with a raised generation of this node" drop_in_is_in_force
}

starts_at_boot() { case $(systemctl is-enabled "$1" 2>/dev/null) in enabled | enabled-runtime | static | alias) ;; *) return 1 ;; esac; }

drop_in_is_in_force() { [[ " $(systemctl show corosync.service -p After --value) " = *" wg-quick@$interface.service "* ]]; }

tunnels() {
  local name id address key
  while read -r name id address; do
    [ "$name" != "$node" ] || continue
    key=$(<"/etc/wireguard/$name-pubkey")
    check "tunnel to $name: handshake younger than $handshake_limit s" "wg show $interface on both ends" handshake_is_fresh "$key"
    check "tunnel to $name: packets of ${setting[mtu]} bytes pass" "ping -M do -s $((setting[mtu] - 28)) $address" \
      answers $((setting[mtu] - 28)) "$address"
  done <"$work/payload"
}

handshake_is_fresh() {
  local last
  last=$(wg show "$interface" latest-handshakes | awk -v key="$1" '$1 == key { print $2 }')
  [ "${last:-0}" -gt 0 ] && [ $(($(date +%s) - last)) -lt "$handshake_limit" ]
}

answers() { ping -n -q -c 3 -i 0.2 -W 1 -M "do" -s "$1" "$2" >/dev/null 2>&1; }

names() {
  local name id address
  while read -r name id address; do
    check "$name resolves to $address" "look for another line of $name in /etc/hosts" resolves "$name" "$address"
    check "$name is online at $address for Proxmox" "systemctl restart pve-cluster on $name" member_is_online "$name" "$address"
  done <"$work/payload"
}

resolves() { [ "$(getent ahosts "$1" | awk '{ print $1 }' | sort -u)" = "$2" ]; }

cluster() {
  local token consensus
  check "cluster ${setting[clusterName]}, quorate, every node with the same configuration" "pvecm status; corosync-cfgtool -s" agrees
  check "the members are those of the deploy" "compare: pvecm nodes" members_are_expected
  token=$(expected_token "${setting[token]}") consensus=${setting[consensus]:-}
  check "effective token $token ms" "corosync-cmapctl -g runtime.config.totem.token; restart corosync here" cmap_says token "$token"
  check "effective consensus ${consensus:-$((token * 6 / 5))} ms" "corosync-cmapctl -g runtime.config.totem.consensus" \
    cmap_says consensus "${consensus:-$((token * 6 / 5))}"
  check "the certificate of 8006 is the cluster's" "pvecm updatecerts --force; systemctl restart pveproxy" certificate_is_valid
}

cmap_says() { [ "$(cmap "runtime.config.totem.$1")" = "$2" ]; }

members_are_expected() {
  [ "$(node_list | sort)" = "$(awk '{ print $2, $1, $3 }' "$work/payload" | sort)" ] && [ "$(totem_value cluster_name)" = "${setting[clusterName]}" ]
}

safety() {
  check "the firewall's rules are loaded" "systemctl restart pve-wan-firewall" rules_are_loaded
  check "root's SSH login is as strict as it was" "see /etc/ssh/sshd_config.d/00-pve-wan.conf and sshd -T" login_is_as_pinned
}

rules_are_loaded() { nft list chain inet pve_wan input >/dev/null 2>&1; }

login_is_as_pinned() {
  local pin=/etc/ssh/sshd_config.d/00-pve-wan.conf
  [ -f "$pin" ] || return 0
  [ "$(sshd -T | sed -n 's/^permitrootlogin //p' | sed 's/without-password/prohibit-password/')" = "$(sed -n 's/^PermitRootLogin //p' "$pin")" ]
} 2>/dev/null
