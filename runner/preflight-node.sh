# Runs on a node before anything is installed there, as standard input of bash, with the settings behind it. Only reads; writes no file.
# Settings (KEY=VALUE): node, clusterName, role=contact|joiner, publicAddress, publicAddress6 (neither behind NAT), publicInterface, id, link0, link1 (if any), prefixLength, mtu, listenPort, allowedIps (with commas), closesOthers (yes, if at all); trusted, endpoint, vmBridge and trustedInterface (repeated).
# Prints "fact KEY VALUE", "problem WHAT|NEXT", and "finished" at the end.
# shellcheck shell=bash
set -uo pipefail
export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

declare -A setting=()
trusted=() endpoints=() vm_bridges=() trusted_interfaces=()

fact() { printf 'fact %s %s\n' "$1" "$2"; }
problem() { printf 'problem %s|%s\n' "${1//|//}" "$2"; }

read_settings() {
  local line
  while IFS= read -r line; do
    case $line in
      trusted=*) trusted+=("${line#*=}") ;;
      endpoint=*) endpoints+=("${line#*=}") ;;
      vmBridge=*) vm_bridges+=("${line#*=}") ;;
      trustedInterface=*) trusted_interfaces+=("${line#*=}") ;;
      *=*) setting[${line%%=*}]=${line#*=} ;;
    esac
  done
}

identity() {
  local name version
  [ "$(id -u)" = 0 ] || problem "the login is $(id -un), not root" "use root's key, or sshd's settings for root (PermitRootLogin prohibit-password)"
  name=$(uname -n)
  [ "${name%%.*}" = "${setting[node]}" ] ||
    problem "the host calls itself ${name%%.*}, not ${setting[node]}" "use \"${name%%.*}\" in nodes, or rename the host (/etc/hostname, /etc/hosts) and reboot it"
  if ! version=$(pveversion 2>/dev/null); then
    problem "pveversion does not answer: no Proxmox VE here" "install Proxmox VE 8 or 9"
    return
  fi
  version=${version#*/}
  version=${version%%/*}
  fact pve "$version"
  case $version in
    8.[01] | 8.[01].*) problem "Proxmox VE $version keeps known hosts in another place" "apt-get update && apt-get dist-upgrade (to 8.2 or newer)" ;;
    8.* | 9.*) ;;
    *) problem "Proxmox VE $version" "install or upgrade to Proxmox VE 8.2 or newer" ;;
  esac
}

addresses() {
  local interface=${setting[publicInterface]} prop address found
  if [ ! -e "/sys/class/net/$interface" ]; then
    problem "there is no interface $interface" "set publicInterface to one of: $(interfaces)"
    return
  fi
  for prop in publicAddress publicAddress6; do
    address=${setting[$prop]:-}
    if [ -z "$address" ] || [ -n "$(ip -o address show dev "$interface" to "$address" 2>/dev/null)" ]; then continue; fi
    found=$(ip -o address show to "$address" 2>/dev/null | awk '{ print $2 }')
    problem "$address is not on $interface${found:+ but on $found}" \
      "correct $prop or publicInterface; $interface has $(ip -o address show dev "$interface" scope global | awk '{ print $4 }' | paste -sd ' ')"
  done
}

link1() {
  local address=${setting[link1]:-}
  [ -n "$address" ] || return 0
  [ -n "$(ip -o address show to "$address" 2>/dev/null)" ] ||
    problem "$address, its link1Address, is on none of its interfaces" "correct link1Address; it has $(interfaces)"
}

endpoints() {
  local address
  for address in "${endpoints[@]}"; do
    [ -n "$(ip -o address show to "$address" 2>/dev/null)" ] ||
      problem "$address, an endpoint of its tunnels, is on none of its interfaces" "correct tunnels; it has $(interfaces)"
  done
}

# is_one_of INTERFACE PATTERN...: a pattern is a name, or the beginning of one and a star.
is_one_of() {
  local name=$1 pattern
  shift
  for pattern in "$@"; do
    case $pattern in
      *\*) if [[ $name == "${pattern%\*}"* ]]; then return; fi ;;
      *) if [ "$name" = "$pattern" ]; then return; fi ;;
    esac
  done
  return 1
}

# The firewall lets nothing new in on an interface that nobody has named: a storage network would be gone.
private_interfaces() {
  local name addresses public=${setting[publicInterface]}
  if is_one_of "$public" "${trusted_interfaces[@]}"; then
    problem "$public, its public interface, is one of trustedInterfaces (${trusted_interfaces[*]}): everything would be open to everybody" "name the private interfaces alone"
  fi
  # Where the firewall is in force already, nothing changes.
  if [ "${setting[closesOthers]:-}" = yes ] || nft list table inet pve_wan >/dev/null 2>&1; then return; fi
  while read -r name addresses; do
    if is_one_of "$name" lo wg0 "$public" "${vm_bridges[@]}"; then continue; fi
    problem "$name ($addresses) is neither its public interface nor a bridge of VMs: the firewall would let nothing in there but answers and pings, no storage, no backups" \
      "add \"$name\" to firewall.trustedInterfaces; or, if it may be closed, write the list without it (empty: [])"
  done < <(ip -o address show scope global | awk '{ sub(/@.*/, "", $2); all[$2] = all[$2] (all[$2] ? " " : "") $4 } END { for (name in all) print name, all[name] }' | sort)
}

interfaces() { ip -o address show scope global | awk '{ print $2 " (" $4 ")" }' | paste -sd ' '; }

# in_range ADDRESS RANGE: both IPv4 or both IPv6; a range without a length is one address.
in_range() {
  perl -MSocket=inet_pton,AF_INET,AF_INET6 -e '
    my ($address, $range) = @ARGV;
    $address =~ s/^::ffff:(?=\d+\.)//i;
    my ($network, $length) = split m{/}, $range;
    my $family = $network =~ /:/ ? AF_INET6 : AF_INET;
    my ($a, $n) = map { inet_pton($family, $_) } $address, $network;
    exit 1 unless defined $a && defined $n;
    ($a, $n) = map { unpack "B*", $_ } $a, $n;
    $length = length $n unless defined $length;
    exit 1 if $length !~ /^\d+$/ || $length > length $n;
    exit(substr($a, 0, $length) ne substr($n, 0, $length));
  ' "$1" "$2"
}

runner_is_trusted() {
  local runner=${SSH_CONNECTION:-} range
  runner=${runner%% *}
  if [ -z "$runner" ]; then
    problem "sshd does not say where this machine comes from" "log in over SSH and not through something that hides it"
    return
  fi
  fact runner "$runner"
  for range in "${trusted[@]}"; do
    if in_range "$runner" "$range"; then return; fi
  done
  problem "the node sees this machine come from $runner, which trustedSources (${trusted[*]}) does not hold: the firewall would lock it out" \
    "add \"$runner/$(case $runner in *:*) echo 128 ;; *) echo 32 ;; esac)\" to trustedSources"
}

# Where nothing else is said, Proxmox's firewall lets SSH and 8006 in from "localnet": the network of the node's own name, which becomes the overlay.
# proxmox_firewall_lets_trusted_in <cluster.fw
proxmox_firewall_lets_trusted_in() {
  local settings
  settings=$(cat)
  grep -Eiq '^[[:space:]]*enable:[[:space:]]*1' <<<"$settings" || return
  ! grep -Eiq '^[[:space:]]*\[IPSET[[:space:]]+management\]' <<<"$settings" || return
  problem "Proxmox's own firewall is on and has no IPSet \"management\": it lets SSH and 8006 in from the network of the node's own name, which becomes the overlay, and would lock out ${trusted[*]}" \
    "add an IPSet \"management\" with ${trusted[*]} in Datacenter > Firewall > IPSet"
}

ssh_server() {
  local error
  [ -f /etc/ssh/ssh_host_rsa_key.pub ] ||
    problem "/etc/ssh/ssh_host_rsa_key.pub is missing; pvecm stops half-way without it" "ssh-keygen -t rsa -b 4096 -N '' -f /etc/ssh/ssh_host_rsa_key"
  if ! error=$(sshd -T 2>&1 >/dev/null); then
    problem "sshd does not accept its own configuration: $(head -n 1 <<<"$error")" "repair what sshd -T names, before sshd is restarted"
  elif ! grep -Eiq '^[[:space:]]*Include[[:space:]]+"?/etc/ssh/sshd_config\.d/\*\.conf' /etc/ssh/sshd_config; then
    problem "/etc/ssh/sshd_config does not include sshd_config.d, so pvecm would allow root's password" "put first in it: Include /etc/ssh/sshd_config.d/*.conf"
  fi
  cloud_init
}

# The provider's vendor-data, then the server's user-data: the last word wins over every file of /etc/cloud.
cloud_init() {
  local given=/var/lib/cloud/instance last
  [ ! -e /etc/cloud/cloud-init.disabled ] || return 0
  # Not all of them are there.
  last=$(grep -hs '^manage_etc_hosts:' "$given"/{vendor,vendor2}-cloud-config.txt "$given"/cloud-config.txt | tail -n 1)
  ! grep -Eq '^manage_etc_hosts: *["'\'']?([Tt]rue|yes|on|localhost|template)' <<<"$last" ||
    problem "the provider's vendor-data or the server's user-data lets cloud-init rewrite /etc/hosts at every boot" \
      "touch /etc/cloud/cloud-init.disabled, or say manage_etc_hosts: false in the user-data"
}

# pvecm talks to port 8006 of the contact node through the tunnel, and the steps to that of their own node.
proxy_answers_members() {
  local file=/etc/default/pveproxy address
  address=$(sed -nE 's/^[[:space:]]*LISTEN_IP=["'\'']?([^"'\'' #]*).*/\1/p' "$file" 2>/dev/null | tail -n 1)
  case $address in
    "" | 0.0.0.0 | ::) ;;
    *) problem "pveproxy listens on $address only (LISTEN_IP in $file), and the joining nodes come over the tunnel" \
      "take LISTEN_IP out: the firewall closes port 8006 on the public side; then: systemctl restart pveproxy" ;;
  esac
  ! grep -Eqs '^[[:space:]]*(DENY_FROM|POLICY=["'\'']?deny)' "$file" ||
    problem "pveproxy turns some addresses away (DENY_FROM or POLICY in $file), maybe those of the tunnel and of the node itself" \
      "take DENY_FROM and POLICY out: the firewall lets trustedSources alone to port 8006 on the public side; then: systemctl restart pveproxy"
}

etc_pve_is_mounted() { mountpoint -q /etc/pve; }

# membership: none, this (the cluster of this name), other, leftover (files of a cluster that Proxmox does not know).
cluster() {
  local conf=/etc/pve/corosync.conf name membership=none
  if [ ! -e "$conf" ]; then
    if ! etc_pve_is_mounted && [ -e /etc/corosync/corosync.conf ]; then conf=/etc/corosync/corosync.conf; else conf=""; fi
  fi
  if [ -n "$conf" ]; then
    name=$(sed -nE 's/^ *cluster_name: *//p' "$conf" | head -n 1)
    membership=other
    if [ "$name" = "${setting[clusterName]}" ]; then
      membership=this
      fact authkey "$(sha256sum /etc/corosync/authkey 2>/dev/null | cut -c 1-64)"
      keeps_its_place "$conf"
    else
      problem "it is in the cluster \"$name\"" "set clusterName to \"$name\" if that is the one you mean; else take another server, or install this one anew"
    fi
  fi
  fact cluster "${name:-none}"
  fact membership "$membership"
  fact role "${setting[role]}"
  [ "$membership" = none ] || return
  standalone
}

# Another address on wg0 would take a member out of its living cluster.
keeps_its_place() {
  local listed
  listed=$(awk -v wanted="${setting[node]}" '
    $1 == "node" { name = id = address = "" }
    $1 == "name:" { name = $2 }
    $1 == "nodeid:" { id = $2 }
    $1 == "ring0_addr:" { address = $2 }
    $1 == "}" && name == wanted { print id, address; name = "" }
  ' "$1")
  if [ -z "$listed" ] || [ "$listed" = "${setting[id]} ${setting[link0]}" ]; then return; fi
  problem "in its cluster it has id ${listed% *} and the address ${listed#* }, not id ${setting[id]} and ${setting[link0]}" \
    "give it that id, and an overlay.cidr in which that id has that address; a member keeps both for life"
}

standalone() {
  local file guests secrets
  if ! etc_pve_is_mounted; then
    problem "/etc/pve is not mounted" "see: journalctl -u pve-cluster; systemctl restart pve-cluster"
  # Not its directory in there, which a host that has just booted makes some seconds later.
  elif [ -z "$(find /etc/pve -maxdepth 0 -perm -u+w)" ]; then
    problem "/etc/pve is read-only" "see: journalctl -u pve-cluster; systemctl restart pve-cluster"
  fi
  getent ahosts "${setting[node]}" | awk '{ print $1 }' | grep -Evq '^(127\.|::1$)' ||
    problem "its own name ${setting[node]} does not resolve to an address of its own" "put a line \"${setting[publicAddress]:-ITS-ADDRESS} ${setting[node]}\" into /etc/hosts"
  [ ! -e /etc/corosync/corosync.conf ] ||
    problem "/etc/corosync/corosync.conf is left from another cluster" "if the node is in no cluster: rm /etc/corosync/corosync.conf"
  file=/etc/corosync/authkey
  [ ! -e "$file" ] || problem "$file is left from another cluster (authkey), create and join refuse it" "if the node is in no cluster: rm $file"
  [ "${setting[role]}" = joiner ] || return
  guests=$(find /etc/pve/nodes/ -name '[0-9]*.conf' \( -path '*/qemu-server/*' -o -path '*/lxc/*' \) 2>/dev/null | sed -E 's,.*/([0-9]+)\.conf,\1,' | sort -n | paste -sd ' ')
  [ -z "$guests" ] || problem "it has guests ($guests), whose configuration a join would remove" \
    "give the lowest id to the one node with guests, or move them away (vzdump, then remove them here)"
  secrets=$(find /etc/pve/priv/storage/ -type f -printf '%f ' 2>/dev/null)
  [ -z "$secrets" ] || problem "it has passwords or keys of storages (${secrets% }), which a join would remove" \
    "copy /etc/pve/priv/storage to another place (a backup's key cannot be made again), and remove these storages here; add them to the cluster afterwards"
}

disk() {
  local place free
  for place in / /var; do
    free=$(df -Pm "$place" | awk 'NR == 2 { print $4 }')
    if [ "$free" -lt 100 ]; then
      problem "only $free MB are free under $place" "free some space (at least 100 MB)"
      return
    fi
  done
}

main() {
  read_settings
  identity
  addresses
  endpoints
  link1
  private_interfaces
  runner_is_trusted
  wireguard
  fabrics_leave_the_port
  hand_made_tunnel
  if [ -r /etc/pve/firewall/cluster.fw ]; then proxmox_firewall_lets_trusted_in </etc/pve/firewall/cluster.fw; fi
  ssh_server
  proxy_answers_members
  cluster
  disk
  fact clock "$(date +%s)"
  echo finished
}

main; exit
