# Makes the cluster's names resolve to the overlay in /etc/hosts, and Proxmox take note of it, whose services have to run for that.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/cloud-init.sh
. "$library/parts/cloud-init.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/services.sh
. "$library/parts/services.sh"

changes=()

main() {
  local own_address
  read_input
  required overlayAddress
  lock_node
  keep_cloud_init_away
  merge
  each_name prove_name
  own_address=$(addresses_of "$node")
  [ "$own_address" = "${setting[overlayAddress]}" ] || fail "$node is ${own_address:-nothing} in the block, but its overlay address is ${setting[overlayAddress]}" \
    "deploy again with the library version that installed this tool"
  tell_proxmox
  if [ "${#changes[@]}" = 0 ]; then say "unchanged: every name of the cluster resolves to the overlay"; else
    printf '%s\n' "${changes[@]}" | while IFS= read -r change; do say "changed: $change"; done
  fi
}

merge() {
  perl "$library/text/merge-hosts.pl" "$node" "$work/payload" </etc/hosts >"$work/hosts" 2>"$work/error" ||
    fail "/etc/hosts cannot be merged: $(<"$work/error")" "repair /etc/hosts by hand, then deploy again"
  if replace_file /etc/hosts 0644 <"$work/hosts"; then
    changes+=("/etc/hosts names the overlay's addresses; lines that say otherwise are kept in it as comments")
  fi
}

# each_name COMMAND: with every address and name that the block now holds.
each_name() {
  local address names name
  while read -r address names; do
    for name in $names; do "$1" "$address" "$name"; done
  done < <(sed -n '/^# BEGIN pve-wan/,/^# END pve-wan/{/^#/!p}' /etc/hosts)
}

# An unknown name is an answer as well (getent: 2).
addresses_of() { { getent ahosts "$1" || [ "$?" = 2 ]; } | awk '{ print $1 }' | sort -u | paste -sd ' '; }

prove_name() {
  local found
  found=$(addresses_of "$2")
  [ "$found" = "$1" ] || fail "$2 resolves to ${found:-nothing} instead of $1" \
    "/etc/hosts is right, so look at the line \"hosts:\" of /etc/nsswitch.conf (\"files\" has to come first); then deploy again"
}

# "create" and "join" restart pmxcfs, so only a member needs it here.
tell_proxmox() {
  is_member || return 0
  if pvecm_is_at_work; then
    say "pvecm of an earlier deploy still runs, which restarts Proxmox's services itself"
    return 0
  fi
  if was_whole; then
    restore_services
    changes+=("${repairs[@]}")
  fi
  tell_pmxcfs
}

# pmxcfs resolves its own name when it starts, and only then.
tell_pmxcfs() {
  if ! systemctl --quiet is-active pve-cluster.service; then
    say "pve-cluster does not run here; it takes the overlay address when it starts"
    return 0
  fi
  # One that was started just now says it after a moment.
  ! wait_until $((${#repairs[@]} > 0 ? 15 : 0)) announces_overlay || return 0
  systemctl restart pve-cluster.service
  wait_until 60 announces_overlay || fail "pve-cluster was restarted, but within 60 s /etc/pve/.members does not say ${setting[overlayAddress]} for $node" \
    "see: journalctl -u pve-cluster; then deploy again"
  changes+=("restarted pve-cluster: the other nodes now reach $node at ${setting[overlayAddress]}")
}

announces_overlay() {
  mountpoint -q /etc/pve && [ "$(own_ip_of_members)" = "${setting[overlayAddress]}" ]
}

own_ip_of_members() {
  perl -MJSON::PP -0777 -ne 'my $m = eval { decode_json($_) } or exit; print $m->{nodelist}{$m->{nodename}}{ip} // ""' /etc/pve/.members
}
