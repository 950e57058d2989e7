# Sets up what is sent first on this node as the deploy wants it, or takes it away.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/shaping.sh
. "$library/parts/shaping.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/datacenter.sh
. "$library/parts/datacenter.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/cluster.sh
. "$library/parts/cluster.sh"

service=pve-wan-bandwidth.service
unit_file=/etc/systemd/system/$service
changes=()

main() {
  read_input
  lock_node
  if [ -n "${setting[uplinkMegabitsPerSecond]:-}" ]; then set_up; else take_away; fi
  if [ "${#changes[@]}" = 0 ]; then say "unchanged: $standing"; else say "changed: $(printf '%s\n' "${changes[@]}" | paste -sd ';' | sed 's/;/; /g')"; fi
}

set_up() {
  required interface address listenPort
  whole_number uplinkMegabitsPerSecond "bandwidth.uplinkMegabitsPerSecond"
  whole_number migrationMebibytesPerSecond "bandwidth.migrationMebibytesPerSecond"
  whole_number replicationMegabytesPerSecond "bandwidth.replicationMegabytesPerSecond"
  can_be_shaped "${setting[interface]}"
  [ -z "${setting[shapedInterface]:-}" ] || can_be_shaped "${setting[shapedInterface]}"
  install -d -m 0700 "$state_dir" "$shaping_dir" /run/pve-wan
  shape_as_wanted
  if [ -n "${setting[migrationNetwork]:-}" ] || [ -s "$set_by_us" ]; then
    needs_etc_pve
    wanted_of_proxmox >"$work/wanted"
    tell_proxmox
  fi
  standing="corosync goes first on ${setting[interface]}"
}

# Of a prop that Terraform supplied only its shape was checked.
whole_number() {
  local value=${setting[$1]:-1}
  case $value in
    0* | *[!0-9]* | ???????*) ;;
    *) [ "$value" -gt 100000 ] || return 0 ;;
  esac
  fail "\"$value\" is no number from 1 to 100000" "correct $2, then deploy again"
}

can_be_shaped() {
  local other
  device_exists "$1" || fail "there is no interface $1" "see: ip link; correct shapedInterface, then deploy again"
  other=$(other_discipline "$1")
  [ -z "$other" ] || fail "somebody else has set up what is sent first on $1 ($other)" "see: tc qdisc show dev $1; take it away (tc qdisc del dev $1 root) or leave shapedInterface out; then deploy again"
}

shape_as_wanted() {
  describe >"$work/settings"
  if cmp -s "$work/settings" "$shaping_dir/settings" && is_on; then return; fi
  stop_shaping
  if replace_file "$shaping_dir/settings" 0600 <"$work/settings"; then changes+=("wrote its settings"); fi
  if unit_text | replace_file "$unit_file" 0644; then systemctl daemon-reload; fi
  systemctl --quiet enable "$service"
  systemctl start "$service" || fail "$service does not start: $(journalctl --quiet --output cat --unit "$service" --lines 10 | sed -n 's/.* failed: //p' | tail -n 1)" "see: journalctl -u $service; then deploy again"
  is_on || fail "$service has started, but what is sent first is not what it should be" "see: pve-wan bandwidth; then deploy again"
  changes+=("corosync goes first on ${setting[interface]}")
  [ -z "${setting[shapedInterface]:-}" ] || changes+=("the tunnels go first on ${setting[shapedInterface]}")
}

describe() {
  local key
  for key in interface address listenPort uplinkMegabitsPerSecond shapedInterface; do
    [ -z "${setting[$key]:-}" ] || printf '%s=%s\n' "$key" "${setting[$key]}"
  done
  # Another version of this tool may make other queues of the same settings.
  echo "madeBy=$(cksum <"$library/parts/shaping.sh" | cut -d ' ' -f 1)"
}

is_on() {
  local device
  systemctl --quiet is-active "$service" && systemctl --quiet is-enabled "$service" || return 1
  read_shaping
  while IFS= read -r device; do is_as_kept "$device" || return 1; done < <(shaped_devices)
}

unit_text() {
  cat <<END
[Unit]
Description=Corosync before all else on the tunnels
After=wg-quick@${setting[interface]}.service
# The queues go with the interface.
PartOf=wg-quick@${setting[interface]}.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/local/sbin/pve-wan bandwidth on
ExecStop=/usr/local/sbin/pve-wan bandwidth off

[Install]
WantedBy=wg-quick@${setting[interface]}.service
END
}

# With the settings of before: another interface may have been shaped until now, also by a service that did not come to its end.
stop_shaping() {
  local device
  if [ -e "$unit_file" ]; then systemctl stop "$service"; fi
  [ -e "$shaping_dir/settings" ] || return 0
  read_shaping
  while IFS= read -r device; do unshape "$device"; done < <(shaped_devices)
}

# One node sets them for all: the others are not told of any.
wanted_of_proxmox() {
  local job rate
  [ -z "${setting[migrationNetwork]:-}" ] || echo "migration network ${setting[migrationNetwork]}"
  [ -z "${setting[migrationMebibytesPerSecond]:-}" ] || echo "bwlimit migration $((setting[migrationMebibytesPerSecond] * 1024))"
  [ -n "${setting[replicationMegabytesPerSecond]:-}" ] || return 0
  # A job that somebody has given a rate keeps it.
  while read -r job; do
    rate=$(what_is "replication:$job" rate)
    if [ -z "$rate" ] || is_ours "replication:$job" rate; then
      echo "replication:$job rate ${setting[replicationMegabytesPerSecond]}"
    fi
  done < <(replication_jobs)
}

# Where /etc/pve is not there nothing seems to be set: what others have set would be forgotten.
needs_etc_pve() { etc_pve_is_writable || fail "/etc/pve is read-only or not there, so Proxmox's options cannot be set" "see: pvecm status, systemctl status pve-cluster; then deploy again"; }

tell_proxmox() {
  local line
  in_line <"$work/wanted" >"$work/changed"
  while IFS= read -r line; do changes+=("$line"); done <"$work/changed"
}

take_away() {
  standing="no bandwidth is set"
  [ -e "$unit_file" ] || [ -d "$shaping_dir" ] || return 0
  changes+=("corosync goes no longer first")
  stop_shaping
  if [ -e "$unit_file" ]; then
    systemctl --quiet disable "$service"
    rm -f "$unit_file"
    systemctl daemon-reload
    if systemctl --quiet is-failed "$service"; then systemctl reset-failed "$service"; fi
  fi
  if [ -s "$set_by_us" ]; then
    needs_etc_pve
    : >"$work/wanted"
    tell_proxmox
  fi
  rm -rf "$shaping_dir"
}
