# Prints the fingerprint of the certificate that port 8006 shows. By hand: pve-wan certificate </dev/null
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/certificate.sh
. "$library/parts/certificate.sh"

main() {
  wait_until 30 serves_its_certificate || fail "port 8006 does not serve the certificate in $(certificate_file)" "see: systemctl status pveproxy; then deploy again"
  echo "fingerprint $(fingerprint_of_file)"
}
