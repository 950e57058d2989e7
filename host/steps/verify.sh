# Checks every fact of a finished deploy on this node, and changes nothing. By hand: pve-wan verify
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/cluster.sh
. "$library/parts/cluster.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/certificate.sh
. "$library/parts/certificate.sh"
# shellcheck source-path=SCRIPTDIR source=../text/ping-headers.sh
. "$library/text/ping-headers.sh"
# shellcheck source-path=SCRIPTDIR source=../text/ha-note.sh
. "$library/text/ha-note.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/shaping.sh
. "$library/parts/shaping.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/datacenter.sh
. "$library/parts/datacenter.sh"

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
  bandwidth
  high_availability
  ways_between_nodes
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

# What still settles after a deploy gets so many seconds, all checks together: a node with much to complain of is not waited for.
patience=15

# check WHAT NEXT COMMAND...: what the command prints is the detail.
check() {
  local what=$1 next=$2 detail
  shift 2
  if wait_until "$((patience > SECONDS ? patience - SECONDS : 0))" holds "$@"; then
    passed=$((passed + 1))
    say "ok $what${detail:+ ($detail)}"
  else
    failed=$((failed + 1))
    say "FAILED $what${detail:+ ($detail)}; next: $next"
  fi
}

holds() { detail=$("$@" 2>/dev/null); }

services() {
  local service
  for service in "wg-quick@$interface" corosync pve-cluster pvedaemon pveproxy pve-wan-firewall; do
    check "$service runs" "systemctl status $service; then systemctl start $service" is_active "$service.service"
    check "$service starts at boot" "systemctl enable $service" starts_at_boot "$service.service"
  done
  [ ! -e /etc/systemd/system/pve-wan-watch.timer ] || check "the watch looks" "systemctl status pve-wan-watch.timer; then deploy again" is_active pve-wan-watch.timer
  check "corosync starts after $interface and stops before it" "systemctl cat corosync; raise this node's generation by one and deploy again" drop_in_is_in_force
  check "no unit of the cluster has failed" "systemctl status of each; systemctl reset-failed when it is repaired" no_unit_failed
}

is_active() {
  local state
  state=$(systemctl show -p ActiveState --value "$1")
  [ "$state" = active ] || { echo "$state"; return 1; }
}

starts_at_boot() {
  local state
  state=$(systemctl show -p UnitFileState --value "$1")
  case $state in
    enabled | enabled-runtime | static | alias) ;;
    *) echo "${state:-there is no such unit}"; return 1 ;;
  esac
}

drop_in_is_in_force() { [[ " $(systemctl show corosync.service -p After --value) " = *" wg-quick@$interface.service "* ]]; }

# By name: a guest that does not start has a failed unit of its own, and is not the cluster's.
no_unit_failed() {
  local units
  units=$(systemctl list-units --failed --plain --no-legend 'pve-wan*' pve-cluster.service pvedaemon.service pveproxy.service pvestatd.service \
    corosync.service "wg-quick@$interface.service" nftables.service ssh.service | cut -d ' ' -f 1 | paste -sd ' ')
  [ -z "$units" ] || { echo "$units"; return 1; }
}

tunnels() {
  local name id address payload
  if [ -n "${setting[listenPort]:-}" ]; then
    check "$interface listens on UDP ${setting[listenPort]}" "systemctl restart wg-quick@$interface" says "${setting[listenPort]}" wg show "$interface" listen-port
  fi
  while read -r name id address; do
    [ "$name" != "$node" ] || continue
    check "tunnel to $name: handshake younger than $handshake_limit s" "wg show $interface on both ends" handshake_is_fresh "$name"
    payload=$((setting[mtu] - $(ping_headers "$address")))
    check "tunnel to $name: packets of ${setting[mtu]} bytes pass whole" "ping -M do -s $payload $address" answers "$payload" "$address"
  done <"$work/payload"
}

handshake_is_fresh() {
  local last
  last=$(wg show "$interface" latest-handshakes | awk -v key="$(cat "/etc/wireguard/$1-pubkey")" '$1 == key { print $2 }')
  [ "${last:-0}" -gt 0 ] || { echo "none yet"; return 1; }
  echo "$(($(date +%s) - last)) s ago"
  [ $(($(date +%s) - last)) -lt "$handshake_limit" ]
}

answers() {
  local round_trip
  # Any one of three: the WAN may lose packets.
  round_trip=$(ping -n -q -c 3 -i 0.2 -W 1 -M "do" -s "$1" "$2" | sed -nE 's,^rtt [^=]*= [0-9.]+/([0-9.]+)/.*,\1,p')
  [ -n "$round_trip" ] && echo "$round_trip ms"
}

names() {
  local name id address
  while read -r name id address; do
    check "$name resolves to $address" "look for another line of $name in /etc/hosts, and at hosts: in /etc/nsswitch.conf" says "$address" addresses_of "$name"
    check "$name is online at $address for Proxmox" "on $name: systemctl restart pve-cluster; pvecm status" member_is_online "$name" "$address"
  done <"$work/payload"
}

addresses_of() { getent ahosts "$1" | awk '{ print $1 }' | sort -u | paste -sd ' '; }

# says EXPECTED COMMAND...: prints what it says instead.
says() {
  local expected=$1 said
  shift
  said=$("$@")
  [ "$said" = "$expected" ] || { echo "${said:-nothing}"; return 1; }
}

cluster() {
  local token consensus
  check "cluster ${setting[clusterName]} is quorate, every node runs the same configuration" "pvecm status; corosync-cfgtool -s; corosync-cfgtool -R where the version is old" one_healthy_cluster
  check "its nodes are those of the deploy" "compare with: pvecm nodes; then deploy again" nodes_are_expected
  token=$(expected_token "${setting[token]}")
  consensus=${setting[consensus]:-$((token * 6 / 5))}
  check "effective token $token ms" "corosync-cfgtool -R, or systemctl restart corosync here" says "$token" cmap runtime.config.totem.token
  check "effective consensus $consensus ms" "corosync-cfgtool -R, or systemctl restart corosync here" says "$consensus" cmap runtime.config.totem.consensus
  [ -z "${setting[link1]:-}" ] || check "every member is reached on the second link too" "corosync-cfgtool -s; is 5406/udp let through between the link1 addresses?" second_link_works
  check "the certificate is the cluster's, and port 8006 serves what it should" "pvecm updatecerts --force; systemctl restart pveproxy" certificate_is_served
}

one_healthy_cluster() {
  local why
  why=$(disagreement)
  [ -z "$why" ] || { echo "$why"; return 1; }
  echo "$(node_count) nodes, version $(totem_value config_version)"
}

# "nodeid: 2: connected" below "LINK ID 1" for every other member.
second_link_works() {
  local states
  states=$(corosync-cfgtool -s | awk '/^LINK ID/ { link = $3 } link == 1 && /nodeid:/ && !/localhost/ { print $NF }' | sort | uniq -c)
  [ "$(awk '{ print $2 }' <<<"$states")" = connected ] && [ "$(awk '{ print $1 }' <<<"$states")" = $(($(node_count) - 1)) ] && return 0
  echo "$states" | paste -sd ,
  return 1
}

nodes_are_expected() {
  local configured
  configured=$(node_list | sort)
  if [ "$configured" = "$(awk '{ print $2, $1, $3 }' "$work/payload" | sort)" ] && [ "$(totem_value cluster_name)" = "${setting[clusterName]}" ]; then return 0; fi
  echo "$(totem_value cluster_name): ${configured//$'\n'/, }"
  return 1
}

certificate_is_served() { certificate_is_valid && serves_its_certificate && fingerprint_of_file; }

safety() {
  check "the firewall's rules are loaded" "systemctl restart pve-wan-firewall" rules_are_loaded
  check "root's SSH login is as strict as it was" "see /etc/ssh/sshd_config.d/00-pve-wan.conf and sshd -T" login_is_as_pinned
}

# Where the deploy was told what the lines can carry.
bandwidth() {
  local device where key ours
  [ -e "$shaping_dir/settings" ] || return 0
  read_shaping
  while IFS= read -r device; do
    check "what has to go first does so on $device" "systemctl restart pve-wan-bandwidth" is_as_kept "$device"
  done < <(shaped_devices)
  while read -r where key ours _; do
    check "Proxmox's option $where has $key=$ours" "run every step again (npm run deploy -- --recheck), or change the prop bandwidth" says "$ours" what_is "$where" "$key"
  done < <(if [ -e "$set_by_us" ]; then cat "$set_by_us"; fi)
}

# No failure: whoever set HA up there may know it.
high_availability() {
  local note
  note=$(ha_note "${setting[siteWithoutQuorum]:-}" /etc/pve/ha/resources.cfg)
  [ -z "$note" ] || say "$note"
}

# No failure either: the cluster is whole without it, and a node that lets only its administrators in may be meant so. Begun behind the own
# id, so that no node is asked by all others at once: sshd turns away who knocks when too many do.
ways_between_nodes() {
  local name id address said own
  own=$(awk -v name="$node" '$1 == name { print $2 }' "$work/payload")
  while read -r name id address; do
    [ "$name" != "$node" ] || continue
    said=$(ssh_as_proxmox "$name" "$address" 2>&1) ||
      say "note: SSH to $name, as Proxmox uses it to move and replicate guests and for the GUI's shell there, does not work: $(tail -n 1 <<<"$said"); next: see AllowUsers, ListenAddress and Port of its sshd (Proxmox knows 22 alone), and pvecm updatecerts there"
  done < <(awk -v own="$own" '{ print ($2 > own ? 0 : 1), $0 }' "$work/payload" | sort -n -k 1 -k 3 | cut -d ' ' -f 2-)
}

# ssh_as_proxmox NAME ADDRESS: the host key is that of the cluster's file where there is one (from PVE 8.1 on), else the system's.
ssh_as_proxmox() {
  local known=/etc/pve/nodes/$1/ssh_known_hosts options=(-n -o BatchMode=yes -o ConnectTimeout=10 -o LogLevel=ERROR -o "HostKeyAlias=$1")
  [ ! -f "$known" ] || options+=(-o "UserKnownHostsFile=$known" -o GlobalKnownHostsFile=none)
  ssh "${options[@]}" "root@$2" /bin/true
}

# Not grep -q, which ends at once: nft would be killed for writing on, and the rules taken for missing.
rules_are_loaded() { nft list chain inet pve_wan input | grep 'policy drop' >/dev/null; }

login_is_as_pinned() {
  local pinned=$state_dir/permit-root-login now
  now=$(sshd -T | sed -n 's/^permitrootlogin //p' | sed 's/without-password/prohibit-password/')
  echo "PermitRootLogin $now"
  [ ! -f "$pinned" ] || [ "$now" = "$(<"$pinned")" ]
}
