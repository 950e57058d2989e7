# Orders corosync after the tunnels, and loads nf_conntrack before sysctl sets its limits.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"

drop_in=/etc/systemd/system/corosync.service.d/wireguard.conf
modules=/etc/modules-load.d/nf_conntrack.conf

main() {
  local changed=""
  read_input
  lock_node
  install -d -m 0755 "${drop_in%/*}" "${modules%/*}"
  if replace_file "$drop_in" 0644 <"$work/payload"; then changed="$changed $drop_in"; fi
  if replace_file "$modules" 0644 <<<nf_conntrack; then changed="$changed $modules"; fi
  if [ -n "$changed" ] || [ "$(systemctl show --property NeedDaemonReload --value corosync.service)" = yes ]; then systemctl daemon-reload; fi
  prove_drop_in
  load_conntrack
  if [ -n "$changed" ]; then say "changed: wrote$changed"; else say "unchanged: corosync starts after the tunnels"; fi
}

# Every "Property=unit" of the drop-in has to be in what systemd made of all files together.
prove_drop_in() {
  local property unit found
  while IFS='=' read -r property unit; do
    case $property in [A-Z]*) ;; *) continue ;; esac
    found=$(systemctl show --property "$property" --value corosync.service)
    [[ " $found " == *" $unit "* ]] || fail "corosync.service has no $property=$unit, although $drop_in says so: \"$found\"" \
      "see: systemctl cat corosync.service; then deploy again"
  done <"$drop_in"
}

load_conntrack() {
  if [ -e /sys/module/nf_conntrack ] || [ -e /proc/sys/net/netfilter/nf_conntrack_max ]; then return 0; fi
  if ! modprobe nf_conntrack 2>"$work/error"; then
    say "the kernel $(uname -r) has no nf_conntrack to load ($(tail -n 1 "$work/error")); sysctl settings of nf_conntrack have no effect"
  fi
}
