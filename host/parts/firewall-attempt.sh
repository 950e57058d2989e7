# An attempt at a new firewall: a directory in memory with the candidate, the old rules, the rollback and a state
# (pending, unchanged, confirmed, replaced, rolled-back). A restarted node has forgotten it and has the confirmed rules.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"

attempts=/run/pve-wan/firewall
ruleset=/etc/pve-wan/firewall.nft
firewall_unit=pve-wan-firewall.service
unit_file=/etc/systemd/system/$firewall_unit
drop_in=/etc/systemd/system/nftables.service.d/pve-wan.conf

lock_firewall() {
  exec 8>/run/lock/pve-wan-firewall.lock
  flock -w 30 8 || fail "a rollback of the firewall holds its lock" "see: systemctl list-units 'pve-wan-firewall-rollback-*'; then deploy again"
}
unlock_firewall() { exec 8>&-; }

set_state() {
  echo "$2" >"$attempts/$1/state.new"
  mv -T "$attempts/$1/state.new" "$attempts/$1/state"
}

rollback_unit() { echo "pve-wan-firewall-rollback-$1"; }

# disarm ATTEMPT: its timer may be gone already.
disarm() {
  local timer
  timer=$(rollback_unit "$1").timer
  [ "$(systemctl show --property LoadState --value "$timer")" = not-found ] || systemctl stop "$timer"
}

# First lines of a file that puts a new table in the old one's place: without them each rule would be there twice.
replace_own_table() { printf '%s\n' "table inet pve_wan" "delete table inet pve_wan"; }

# The table as the kernel has it, without counters and without what the rules themselves put into sets.
live_rules() { nft --stateless list table inet pve_wan 2>/dev/null | as_rules; }

# rules_of FILE DIRECTORY: the same of a file, loaded into a network of its own, where every family has a table of somebody else's.
# The directory receives the tables before and after.
rules_of() {
  # shellcheck disable=SC2016 # these belong to the inner shell
  unshare --net sh -c '
    for family in ip ip6 inet arp bridge netdev; do nft add table "$family" pve_wan_witness 2>/dev/null; done
    nft list tables >"$2/before" && nft -f "$1" && nft list tables >"$2/after" &&
      nft --stateless list table inet pve_wan' sh "$1" "$2" | as_rules
}

# touches_others DIRECTORY: whether the file that rules_of had is not known to leave the tables of others alone.
touches_others() {
  ! { cat "$1/before" && echo "table inet pve_wan"; } 2>/dev/null | sort | cmp -s - <(sort "$1/after" 2>/dev/null)
}

as_rules() {
  perl -0777 -pe 's/(\n\t(?:set|map) [^\n]* \{\n(?:\t\t[^\n]*\n)*?\t\tflags [^\n]*(?:dynamic|timeout)[^\n]*\n(?:\t\t(?!elements)[^\n]*\n)*?)\t\telements = \{.*?\}\n/$1/gs'
}

# shortcomings CANDIDATE: what keeps it from being in force after the next boot as well; nothing when nothing does.
shortcomings() {
  cmp -s "$1" "$ruleset" || echo "$ruleset did not hold it"
  cmp -s "$library/files/$firewall_unit" "$unit_file" || echo "$unit_file was missing or another"
  cmp -s "$library/files/nftables-drop-in.conf" "$drop_in" || echo "$drop_in was missing or another"
  systemctl --quiet is-enabled "$firewall_unit" 2>/dev/null || echo "$firewall_unit was not enabled"
  systemctl --quiet is-active "$firewall_unit" || echo "$firewall_unit did not run"
}

in_force_permanently() { [ -z "$(shortcomings "$1")" ]; }
