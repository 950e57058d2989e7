# The certificate that Proxmox shows on port 8006.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"

# A certificate that the administrator put there wins over Proxmox's own.
certificate_file() {
  if [ -e /etc/pve/local/pveproxy-ssl.pem ]; then echo /etc/pve/local/pveproxy-ssl.pem; else echo /etc/pve/local/pve-ssl.pem; fi
}

certificate_is_valid() {
  openssl verify -CAfile /etc/pve/pve-root-ca.pem /etc/pve/local/pve-ssl.pem >/dev/null 2>&1
}

certificate_names_address() {
  openssl x509 -in /etc/pve/local/pve-ssl.pem -noout -checkip "$1" 2>/dev/null | grep -q "does match"
}

fingerprint_of_file() { openssl x509 -in "$(certificate_file)" -noout -fingerprint -sha256 | cut -d= -f2; }

served_fingerprint() {
  timeout 5 openssl s_client -connect localhost:8006 </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256 2>/dev/null | cut -d= -f2
}

# After a reload old and new certificate answer at random for seconds: many connections in a row have to agree with the file.
serves_its_certificate() {
  local file
  file=$(fingerprint_of_file) || return 1
  for _ in 1 2 3 4 5 6 7 8; do
    [ "$(served_fingerprint)" = "$file" ] || return 1
  done
}

# renew_certificate: for the names and addresses of now. pveproxy is restarted and not reloaded, because a reload serves both for seconds.
renew_certificate() {
  pvecm updatecerts --force >"$work/updatecerts" 2>&1 || fail "the certificate could not be made: $(tail -n 1 "$work/updatecerts")" \
    "see: journalctl -u pve-cluster; then deploy again"
  # Backups and migrations begun in the GUI are pvedaemon's children: a restart would end them.
  systemctl reload-or-restart pvedaemon.service
  systemctl restart pveproxy.service
  wait_until 30 serves_its_certificate || fail "port 8006 does not serve the new certificate" \
    "see: journalctl -u pveproxy; then deploy again"
}
