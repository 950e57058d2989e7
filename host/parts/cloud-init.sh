# cloud-init's manage_etc_hosts rewrites /etc/hosts at every boot.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"

changes=()
cloud_switch=/etc/cloud/cloud.cfg.d/99-pve-wan.cfg

# Switched off by a file of ours where the image's files ask for it. What the provider's vendor-data and the server's user-data
# ask for wins over any file, in this order, and is not ours to change: an error.
keep_cloud_init_away() {
  local asked given=/var/lib/cloud/instance
  if ! command -v cloud-init >/dev/null || [ -e /etc/cloud/cloud-init.disabled ]; then return 0; fi
  if asked=$(manages_hosts "$given"/vendor-cloud-config.txt "$given"/vendor2-cloud-config.txt "$given"/cloud-config.txt); then
    fail "cloud-init rewrites /etc/hosts at every boot: the provider's vendor-data or the server's user-data says \"$asked\"" \
      "switch cloud-init off (touch /etc/cloud/cloud-init.disabled) or say manage_etc_hosts: false in the user-data; then deploy again"
  fi
  asked=$(manages_hosts /etc/cloud/cloud.cfg /etc/cloud/cloud.cfg.d/*.cfg) || return 0
  if replace_file "$cloud_switch" 0644 <<<"manage_etc_hosts: false"; then
    changes+=("cloud-init no longer rewrites /etc/hosts at boot ($cloud_switch)")
  fi
  if asked=$(manages_hosts /etc/cloud/cloud.cfg /etc/cloud/cloud.cfg.d/*.cfg); then
    fail "cloud-init rewrites /etc/hosts at every boot: a file of /etc/cloud/cloud.cfg.d that is read after $cloud_switch says \"$asked\"" \
      "take it out there, then deploy again"
  fi
}

# manages_hosts FILE...: the last word on it, as cloud-init reads the files in order; fails when it leaves the file alone.
manages_hosts() {
  local last
  last=$(cat "$@" 2>/dev/null | sed -nE 's/^(manage_etc_hosts:.*[^ ]) *$/\1/p' | tail -n 1)
  case ${last,,} in "" | *false* | *no* | *off*) return 1 ;; esac
  echo "$last"
}
