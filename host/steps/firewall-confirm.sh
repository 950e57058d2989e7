# Makes the firewall on trial permanent; called over a new connection, which proves that it locks nobody out.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/firewall-attempt.sh
. "$library/parts/firewall-attempt.sh"

main() {
  local id state
  read_input
  required attempt
  lock_node
  id=${setting[attempt]}
  case $id in *[!0-9a-f]*) fail "\"$id\" is no attempt" "deploy again" ;; esac
  lock_firewall
  state=$(cat "$attempts/$id/state" 2>/dev/null) || state=unknown
  case $state in
    pending | confirmed | unchanged) ;;
    rolled-back*) fail "the new firewall was not confirmed in time and was ${state/-/ }; the old one is in force" \
      "check that trustedSources holds the address the node sees this runner come from (echo \$SSH_CLIENT there), then deploy again" ;;
    replaced*) fail "the attempt $id at a new firewall was $state, by another deployment" "let one deployment run at a time; deploy again" ;;
    *) fail "the node does not know of an attempt $id at a new firewall: it was restarted since, with its old firewall, or another deployment came in between" "deploy again" ;;
  esac
  prove_in_force "$id"
  if [ "$state" = pending ]; then
    # The state counts, not the timer: from here on the rollback does nothing, whatever happens to this step.
    set_state "$id" confirmed
    disarm "$id"
  fi
  unlock_firewall
  if [ "$state" = unchanged ]; then
    say "unchanged: the firewall is in force and loaded at boot"
    return 0
  fi
  make_permanent "$attempts/$id/candidate.nft"
  say "changed: the firewall is confirmed and loaded at boot ($firewall_unit, $ruleset)"
}

# Somebody's "nft flush ruleset" or a reload of nftables.service may have come in between.
prove_in_force() {
  local -a same=(cmp -s - "$attempts/$1/rules")
  [ -s "$attempts/$1/rules" ] || same=(awk 'END { exit !NR }')
  live_rules | "${same[@]}" || fail "the rules in force are not those of the attempt $1: something else changed them" \
    "see: nft list table inet pve_wan; then deploy again"
}

make_permanent() {
  local units_changed=""
  install -d -m 0755 "${ruleset%/*}" "${drop_in%/*}"
  if replace_file "$ruleset" 0600 <"$1"; then say "wrote $ruleset"; fi
  if replace_file "$unit_file" 0644 <"$library/files/$firewall_unit"; then units_changed=yes; fi
  if replace_file "$drop_in" 0644 <"$library/files/nftables-drop-in.conf"; then units_changed=yes; fi
  [ -z "$units_changed" ] || systemctl daemon-reload
  systemctl --quiet enable "$firewall_unit"
  # Loads the same rules once more, in one transaction; the unit's state is what stops and reloads go by.
  systemctl --quiet is-active "$firewall_unit" || systemctl start "$firewall_unit"
  in_force_permanently "$1" || fail "$firewall_unit is $(systemctl is-enabled "$firewall_unit" 2>&1) and $(systemctl is-active "$firewall_unit")" \
    "see: systemctl status $firewall_unit; then deploy again"
}
