# Runs on a node before anything is installed there, as standard input of bash, with the settings behind it. Only reads; writes no file.
# Settings (KEY=VALUE): node, clusterName, role=contact|joiner, publicAddress, publicInterface, listenPort, trusted (repeated).
# Prints "fact KEY VALUE", "problem WHAT|NEXT", and "finished" at the end.
# shellcheck shell=bash
set -uo pipefail
export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

declare -A setting=()
trusted=()

fact() { printf 'fact %s %s\n' "$1" "$2"; }
problem() { printf 'problem %s|%s\n' "${1//|//}" "$2"; }

read_settings() {
  local line
  while IFS= read -r line; do
    case $line in
      trusted=*) trusted+=("${line#*=}") ;;
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
    8.* | 9.*) ;;
    *) problem "Proxmox VE $version" "install or upgrade to Proxmox VE 8 or 9" ;;
  esac
}

addresses() {
  local interface=${setting[publicInterface]} address=${setting[publicAddress]} found
  if [ ! -e "/sys/class/net/$interface" ]; then
    problem "there is no interface $interface" "set publicInterface to one of: $(interfaces)"
  elif [ -z "$(ip -o address show dev "$interface" to "$address" 2>/dev/null)" ]; then
    found=$(ip -o address show to "$address" 2>/dev/null | awk '{ print $2 }')
    problem "$address is not on $interface${found:+ but on $found}" \
      "correct publicAddress or publicInterface; $interface has $(ip -o -4 address show dev "$interface" | awk '{ print $4 }' | paste -sd ' ')"
  fi
}

interfaces() { ip -o -4 address show scope global | awk '{ print $2 " (" $4 ")" }' | paste -sd ' '; }

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

wireguard() {
  if [ -e /sys/module/wireguard ] || modprobe --dry-run --quiet wireguard 2>/dev/null; then
    fact wireguard "in the kernel"
  elif [ -x "$(command -v wireguard-go)" ]; then # bash finds files that cannot be executed, too
    fact wireguard "in userspace (wireguard-go; the kernel has none)"
  else
    problem "the kernel $(uname -r) has no WireGuard, and there is no wireguard-go that can be executed" "boot Proxmox's own kernel (apt install proxmox-default-kernel), or install wireguard-go"
  fi
  port_is_free "${setting[listenPort]}"
  if [ -e /sys/class/net/wg0 ] && [ ! -e /etc/wireguard/wg0.conf ]; then
    problem "there is an interface wg0 which is not of /etc/wireguard/wg0.conf" "rename it where it comes from (Datacenter > SDN, /etc/network/interfaces)"
  fi
}

# A kernel's tunnel has a port but no process; our own wg0 may have it.
port_is_free() {
  local in_use tunnels
  in_use=$(ss -Hlnup "sport = :$1")
  [ -n "$in_use" ] || return
  tunnels=$(wg show all listen-port 2>/dev/null | awk -v port="$1" '$2 == port { print $1 }')
  case $tunnels in
    wg0) ;;
    "") problem "UDP port $1 is taken ($(tr -s ' ' <<<"$in_use" | head -n 1))" "stop what uses it, or choose another overlay.listenPort" ;;
    *) problem "UDP port $1 is taken by the WireGuard interface $tunnels" "choose another overlay.listenPort" ;;
  esac
}

ssh_server() {
  local file error
  [ -f /etc/ssh/ssh_host_rsa_key.pub ] ||
    problem "/etc/ssh/ssh_host_rsa_key.pub is missing; pvecm stops half-way without it" "ssh-keygen -t rsa -b 4096 -N '' -f /etc/ssh/ssh_host_rsa_key"
  if ! error=$(sshd -T 2>&1 >/dev/null); then
    problem "sshd does not accept its own configuration: $(head -n 1 <<<"$error")" "repair what sshd -T names, before sshd is restarted"
  elif ! grep -Eiq '^[[:space:]]*Include[[:space:]]+"?/etc/ssh/sshd_config\.d/\*\.conf' /etc/ssh/sshd_config; then
    problem "/etc/ssh/sshd_config does not include sshd_config.d, so pvecm would allow root's password" "put first in it: Include /etc/ssh/sshd_config.d/*.conf"
  fi
  file=/var/lib/cloud/instance/cloud-config.txt
  [ -e /etc/cloud/cloud-init.disabled ] || ! grep -Eqs '^manage_etc_hosts: *["'\'']?([Tt]rue|yes|on|localhost|template)' "$file" ||
    problem "the server's user-data lets cloud-init rewrite /etc/hosts at every boot" "touch /etc/cloud/cloud-init.disabled, or take manage_etc_hosts out of the user-data"
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

standalone() {
  local file guests
  if ! etc_pve_is_mounted; then
    problem "/etc/pve is not mounted" "see: journalctl -u pve-cluster; systemctl restart pve-cluster"
  # Not its directory in there, which a host that has just booted makes some seconds later.
  elif [ -z "$(find /etc/pve -maxdepth 0 -perm -u+w)" ]; then
    problem "/etc/pve is read-only" "see: journalctl -u pve-cluster; systemctl restart pve-cluster"
  fi
  getent ahosts "${setting[node]}" | awk '{ print $1 }' | grep -Evq '^(127\.|::1$)' ||
    problem "its own name ${setting[node]} does not resolve to an address of its own" "put a line \"${setting[publicAddress]} ${setting[node]}\" into /etc/hosts"
  [ ! -e /etc/corosync/corosync.conf ] ||
    problem "/etc/corosync/corosync.conf is left from another cluster" "if the node is in no cluster: rm /etc/corosync/corosync.conf"
  file=/etc/corosync/authkey
  [ ! -e "$file" ] || problem "$file is left from another cluster (authkey), create and join refuse it" "if the node is in no cluster: rm $file"
  [ "${setting[role]}" = joiner ] || return
  guests=$(find /etc/pve/nodes/ -name '[0-9]*.conf' \( -path '*/qemu-server/*' -o -path '*/lxc/*' \) 2>/dev/null | sed -E 's,.*/([0-9]+)\.conf,\1,' | sort -n | paste -sd ' ')
  [ -z "$guests" ] || problem "it has guests ($guests), whose configuration a join would remove" \
    "give the lowest id to the one node with guests, or move them away (vzdump, then remove them here)"
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
  runner_is_trusted
  wireguard
  ssh_server
  cluster
  disk
  fact clock "$(date +%s)"
  echo finished
}

main; exit
