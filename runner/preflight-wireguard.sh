# Runs before preflight-node.sh, in the same input of bash: what is already there of WireGuard. Only reads.
# shellcheck shell=bash disable=SC2154 # settings, fact and problem are preflight-node.sh's

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

# A tunnel that somebody made by hand is taken over where it means the same; what would be lost of it is for a person to decide.
hand_made_tunnel() {
  local file=/etc/wireguard/wg0.conf lost
  if [ ! -e "$file" ] || grep -q "Made by cdktf-proxmox-wan" "$file"; then return; fi
  lost=$(settings_of_tunnel <"$file" | grep -vxF -f <(wanted_of_tunnel) | sort -u | paste -sd ';' | sed 's/;/; /g')
  [ -z "$lost" ] || problem "the hand-made $file says what a deploy would take away: $lost" \
    "make the properties say it too, or take it out of the file; if nobody needs that tunnel: wg-quick down wg0, and move the file away"
}

# One value a line (of other settings the name alone: a command may hold a secret), of all but what a deploy keeps or corrects: keys, endpoints, keepalives, and SaveConfig, which would undo it.
settings_of_tunnel() {
  awk '
    BEGIN { split("Address ListenPort MTU AllowedIPs", known, " "); for (i in known) name_of[tolower(known[i])] = known[i] }
    { sub(/#.*/, ""); split_at = index($0, "=") }
    /^[ \t]*\[/ || !split_at { next }
    {
      name = substr($0, 1, split_at - 1); gsub(/[ \t]/, "", name); key = tolower(name)
      value = substr($0, split_at + 1); gsub(/^[ \t]+|[ \t\r]+$/, "", value)
      if (key ~ /^(privatekey|publickey|presharedkey|endpoint|persistentkeepalive|saveconfig)$/ || value == "") next
      if (!(key in name_of)) { print name; next }
      if (key !~ /^(address|allowedips)$/) { print name_of[key] " = " value; next }
      parts = split(value, values, ",")
      for (i = 1; i <= parts; i++) {
        one = values[i]; gsub(/[ \t]/, "", one)
        if (one != "") print name_of[key] " = " one (one ~ /\// ? "" : one ~ /:/ ? "/128" : "/32")
      }
    }'
}

wanted_of_tunnel() {
  printf '%s\n' "Address = ${setting[link0]}/${setting[prefixLength]}" "ListenPort = ${setting[listenPort]}" "MTU = ${setting[mtu]}"
  tr , '\n' <<<"${setting[allowedIps]:-}" | sed 's/^/AllowedIPs = /'
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

# Proxmox's own WireGuard fabric takes its port when its interfaces come up next, whatever listens there now.
fabrics_leave_the_port() {
  local file
  for file in /etc/wireguard/proxmox/*.conf; do
    [ -e "$file" ] || continue
    if [ "$(sed -nE 's/^[[:space:]]*ListenPort[[:space:]]*=[[:space:]]*([0-9]+).*/\1/Ip' "$file")" = "${setting[listenPort]}" ] || [ "$file" = /etc/wireguard/proxmox/wg0.conf ]; then
      problem "Proxmox's own WireGuard fabric $(basename "$file" .conf) has the name wg0 or UDP port ${setting[listenPort]}" "rename it or change its port in Datacenter > SDN, or choose another overlay.listenPort"
    fi
  done
}
