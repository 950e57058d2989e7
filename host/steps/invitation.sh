# On the contact node: prints what a joiner needs: how the cluster knows it, the certificate's fingerprint and a login ticket.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/cluster-repair.sh
. "$library/parts/cluster-repair.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/certificate.sh
. "$library/parts/certificate.sh"

# Standard output is the joiner's input: what is meant for people goes to the other stream.
say() { printf '%s: %s: %s\n' "$node" "$step" "$*" >&2; }

main() {
  local behind
  read_input
  required joiner
  is_member || fail "this node is in no cluster that anybody could join" "deploy again: create has to succeed first"
  start_etc_pve
  start_corosync
  if is_listed "${setting[joiner]}"; then
    # Its own absence may be what keeps the cluster from agreement, and it may be able to mend that.
    echo "listed yes"
    behind=$(member_behind)
    [ -z "$behind" ] || printf 'behind %s\n' "$behind"
    etc_pve_is_writable || return 0
  else
    echo "listed no"
    # A node that comes to a cluster which is not whole would cost it the rest of its quorum.
    await_agreement 60 || not_in_agreement "$bring_them_back"
  fi
  echo "quorate yes"
  invite
}

invite() {
  local ticket
  wait_until 30 serves_its_certificate || fail "port 8006 does not serve the certificate in $(certificate_file)" "see: systemctl status pveproxy; then deploy again"
  # Root's own ticket, a secret for two hours: no password has to exist, and none is ever typed or stored.
  ticket=$(perl -MPVE::AccessControl -e 'print PVE::AccessControl::assemble_ticket("root\@pam")') ||
    fail "no login ticket could be made" "run by hand: perl -MPVE::AccessControl -e1"
  printf 'fingerprint %s\nticket %s\n' "$(fingerprint_of_file)" "$ticket"
}
