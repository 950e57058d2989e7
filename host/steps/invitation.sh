# On the contact node: prints what a joiner needs, the certificate's fingerprint and a login ticket. The ticket is a secret for two hours.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/cluster.sh
. "$library/parts/cluster.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/certificate.sh
. "$library/parts/certificate.sh"

main() {
  local ticket
  wait_until 60 agrees || fail "this node cannot take anybody in: $(disagreement)" "repair that first; then deploy again"
  wait_until 30 serves_its_certificate || fail "port 8006 does not serve the certificate in $(certificate_file)" "see: systemctl status pveproxy; then deploy again"
  # Root's own ticket: no password has to exist, and none is ever typed or stored.
  ticket=$(perl -MPVE::AccessControl -e 'print PVE::AccessControl::assemble_ticket("root\@pam")') ||
    fail "no login ticket could be made" "run by hand: perl -MPVE::AccessControl -e1"
  printf 'fingerprint %s\nticket %s\n' "$(fingerprint_of_file)" "$ticket"
}
