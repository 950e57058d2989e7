# Starts what the cluster needs on this node and what stands still: tunnel, corosync, Proxmox's services, firewall. Changes nothing else.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/services.sh
. "$library/parts/services.sh"

settle_seconds=60

main() {
  lock_node
  if ! is_member; then
    say "unchanged: this node is in no cluster"
  elif pvecm_is_at_work; then
    say "unchanged: pvecm is at work, which starts the services itself"
  else
    restore_services
    load_firewall
    report
  fi
}

load_firewall() {
  ! nft list chain inet pve_wan input >/dev/null 2>&1 || return 0
  systemctl restart pve-wan-firewall.service || fail "pve-wan-firewall does not start" "see: journalctl -u pve-wan-firewall; then deploy again"
  repairs+=("loaded the firewall's rules, which were gone")
}

# Whoever checks the cluster next sees it whole, if it can be: what was down here was missing for the others, too.
report() {
  if [ "${#repairs[@]}" = 0 ]; then
    say "unchanged: every service of the cluster runs"
    return
  fi
  say "changed: $(printf '%s\n' "${repairs[@]}" | paste -sd ';' | sed 's/;/; /g')"
  wait_until "$settle_seconds" agrees || say "the cluster does not agree within $settle_seconds s: $(disagreement)"
}
