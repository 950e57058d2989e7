# What is already there under the interface's name or on its port: Proxmox's own WireGuard fabric, another tunnel, another program.
# shellcheck shell=bash source-path=SCRIPTDIR source=wireguard-live.sh
. "${BASH_SOURCE[0]%/*}/wireguard-live.sh"

# refuse_collisions INTERFACE PORT
refuse_collisions() {
  local interface=$1 port=$2
  refuse_foreign_interface "$interface"
  [ -n "$port" ] || return 0
  refuse_used_port "$interface" "$port"
  refuse_files_with_port "$interface" "$port"
}

refuse_foreign_interface() {
  if [ -e "/etc/wireguard/proxmox/$1.conf" ]; then
    fail "Proxmox's own WireGuard fabric is called $1 as well (/etc/wireguard/proxmox/$1.conf)" "rename the fabric in Datacenter > SDN, then deploy again"
  fi
  if ip link show dev "$1" >/dev/null 2>&1 && ! is_wireguard_interface "$1"; then
    fail "there is already an interface $1, and it is not WireGuard ($(ip -brief link show dev "$1"))" "rename it in /etc/network/interfaces, then deploy again"
  fi
}

# A tunnel that is not up now comes up at the next boot, and then one of the two finds its port taken.
refuse_files_with_port() {
  local file name
  for file in /etc/wireguard/*.conf /etc/wireguard/proxmox/*.conf; do
    name=${file##*/} name=${name%.conf}
    if [ ! -f "$file" ] || [ "$file" = "/etc/wireguard/$1.conf" ]; then continue; fi
    [ "$(interface_setting ListenPort <"$file")" = "$2" ] || continue
    case $file in
      */proxmox/*) fail "Proxmox's own WireGuard fabric $name uses port $2 as well ($file)" "set another overlay.listenPort, then deploy again" ;;
    esac
    if is_wireguard_interface "$name" || systemctl --quiet is-enabled "wg-quick@$name.service" 2>/dev/null; then
      fail "the WireGuard interface $name uses port $2 as well ($file)" "set another overlay.listenPort, or another ListenPort in $file; then deploy again"
    fi
  done
}

refuse_used_port() {
  local user
  user=$(wg show all listen-port | awk -v own="$1" -v port="$2" '$2 == port { if ($1 == own) print "own"; else print "the WireGuard interface " $1 }')
  case $user in
    own) return 0 ;;
    "") user=$(ss --no-header --udp --listening --numeric --processes "sport = :$2") ;;
  esac
  [ -z "$user" ] || fail "UDP port $2 is taken: $user" "stop that program or set another overlay.listenPort, then deploy again"
}
