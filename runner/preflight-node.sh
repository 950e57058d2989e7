# Sent to a node on standard input and run there by "bash -s" before anything of ours is installed: it reads, and writes nothing.
# Its settings follow on the same input. It prints "problem WHAT|NEXT" and "fact TEXT" lines, and "clock SECONDS" first.
# shellcheck shell=bash
set -u
export LC_ALL=C

problem() { printf 'problem %s|%s\n' "$1" "$2"; }
fact() { printf 'fact %s\n' "$*"; }

main() {
  local line
  trusted=()
  while IFS= read -r line; do
    case $line in
      node=*) name=${line#*=} ;;
      role=*) role=${line#*=} ;;
      clusterName=*) cluster_name=${line#*=} ;;
      publicAddress=*) public_address=${line#*=} ;;
      publicInterface=*) public_interface=${line#*=} ;;
      listenPort=*) listen_port=${line#*=} ;;
      trusted=*) trusted+=("${line#*=}") ;;
    esac
  done
  echo "clock $(date +%s.%N)"
  check_system
  check_name
  check_network
  check_runner_is_trusted
  check_wireguard
  check_ssh
  check_cluster
  check_room
}

check_system() {
  local version
  [ "$(id -u)" = 0 ] || problem "the login is not root's" "deploys log in as root"
  if ! version=$(pveversion 2>/dev/null); then
    problem "this is no Proxmox VE host: pveversion does not answer" "install Proxmox VE 8 or 9"
    return
  fi
  version=${version#*/}
  case $version in
    8.* | 9.*) fact "Proxmox VE ${version%%/*}" ;;
    *) problem "Proxmox VE ${version%%/*} is not supported" "upgrade to Proxmox VE 8 or 9" ;;
  esac
  mountpoint -q /etc/pve || problem "/etc/pve is not mounted" "see: journalctl -u pve-cluster"
  if grep -rqsE '^ *manage_etc_hosts: *(true|template|localhost)' /etc/cloud/cloud.cfg /etc/cloud/cloud.cfg.d; then
    fact "cloud-init manages /etc/hosts here; the deploy tells it to stop"
  fi
}

check_name() {
  local own addresses
  own=$(uname -n)
  own=${own%%.*}
  [ "$own" = "$name" ] || problem "the host's name is \"$own\"" "use \"$own\" as its key in nodes, or rename the host before it joins"
  addresses=$(getent ahosts "$own" | awk '{ print $1 }' | sort -u | grep -vE '^(127\.|::1$)')
  [ -n "$addresses" ] || problem "the host's own name \"$own\" resolves to nothing but loopback" "put its public address and name into /etc/hosts, as the Proxmox installer does"
}

check_network() {
  if [ ! -e "/sys/class/net/$public_interface" ]; then
    problem "there is no interface \"$public_interface\"; there are: $(cd /sys/class/net && echo ./* | sed 's,\./,,g')" "set publicInterface to the one with the public address (ip -brief address)"
  elif ! ip -brief address show dev "$public_interface" | grep -qwF "$public_address"; then
    problem "$public_address is no address of $public_interface" "set publicAddress and publicInterface as \"ip -brief address\" shows them"
  fi
}

# The address of the runner as this node sees it: the firewall will let in no other.
check_runner_is_trusted() {
  local from=${SSH_CONNECTION%% *}
  is_within "$from" "${trusted[@]}" || problem "this runner comes from $from, which no trusted source holds (${trusted[*]})" "add \"$from/32\" to trustedSources, or the firewall would lock this runner out"
}

is_within() {
  perl -MSocket=inet_pton,AF_INET,AF_INET6 -e '
    sub bits { my $a = shift; my $p = $a =~ /:/ ? inet_pton(AF_INET6, $a) : inet_pton(AF_INET, $a); defined $p ? unpack("B*", $p) : undef }
    my $own = bits(shift) // exit 1;
    for (@ARGV) {
      my ($net, $length) = split m{/};
      my $bits = bits($net) // next;
      next unless length $bits == length $own;
      exit 0 if substr($bits, 0, $length // length $bits) eq substr($own, 0, $length // length $bits);
    }
    exit 1;
  ' "$@"
}

check_wireguard() {
  local user
  if [ -d /sys/module/wireguard ] || modinfo wireguard >/dev/null 2>&1; then
    fact "WireGuard is in the kernel"
  elif command -v wireguard-go >/dev/null; then
    fact "the kernel has no WireGuard: wg-quick will use wireguard-go, which is slower"
  else
    problem "neither the kernel has WireGuard nor is there a wireguard-go" "boot Proxmox's own kernel, or install wireguard-go"
  fi
  # Kernel sockets have no process: WireGuard's own port shows none, so only a named user is in the way.
  user=$(ss -Hlunp "sport = :$listen_port" 2>/dev/null | sed -n 's/.*users:(("\([^"]*\)".*/\1/p' | grep -v '^wireguard-go$' | sort -u | paste -sd ' ')
  [ -z "$user" ] || problem "UDP port $listen_port is used by $user" "set overlay.listenPort to a free port, or stop $user"
  if [ ! -e /etc/wireguard/wg0.conf ] && [ -e /sys/class/net/wg0 ]; then
    problem "there is an interface wg0 that /etc/wireguard/wg0.conf knows nothing of" "remove it where it comes from (Proxmox's own SDN fabrics, another tool)"
  fi
}

check_ssh() {
  [ -e /etc/ssh/ssh_host_rsa_key.pub ] || problem "/etc/ssh/ssh_host_rsa_key.pub is missing, which pvecm needs" "run: ssh-keygen -A"
  grep -qsiE '^ *Include +/etc/ssh/sshd_config\.d/' /etc/ssh/sshd_config || problem "/etc/ssh/sshd_config does not include /etc/ssh/sshd_config.d" "put \"Include /etc/ssh/sshd_config.d/*.conf\" at its top"
}

check_cluster() {
  local found conf guests
  for conf in /etc/pve/corosync.conf /etc/corosync/corosync.conf; do
    [ -e "$conf" ] || continue
    found=$(sed -nE 's/^ *cluster_name: *//p' "$conf")
    break
  done
  if [ -n "${found:-}" ]; then
    [ "$found" = "$cluster_name" ] || problem "it belongs to the cluster \"$found\" already" "set clusterName to \"$found\" if that is the one you mean; a node cannot change its cluster"
    echo "member $found"
    return
  fi
  if [ "$role" = joiner ]; then
    guests=$(find /etc/pve/nodes/*/qemu-server /etc/pve/nodes/*/lxc -name '*.conf' -printf '%f ' 2>/dev/null)
    [ -z "$guests" ] || problem "it has guests (${guests% }), whose configuration a join removes" "move them to the contact node, or back them up and delete them here"
    [ ! -e /etc/corosync/authkey ] || problem "/etc/corosync/authkey is left from another cluster" "if this host is in no cluster: rm /etc/corosync/authkey"
  fi
}

check_room() {
  local path free
  for path in / /var /etc; do
    free=$(df --output=avail -k "$path" | tail -n 1)
    [ "$free" -gt 102400 ] || problem "only $((free / 1024)) MB are free under $path" "make room: at least 100 MB"
  done
}
