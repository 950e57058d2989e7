#!/bin/bash
# finish.sh HOST_FILES LAYER: makes the tree at LAB_ROOT a host of the lab, then a Proxmox host.
# Needs LAB_PVE (8 or 9), LAB_SUITE, LAB_ENTERPRISE (the address of the enterprise repository).
set -euo pipefail
host_files=$1 layer=$2
umask 022

# A checkout's owners and modes, of /root and /tmp for example, must not become the host's.
lay() {
  tar -C "$1" -c . | tar -C "$LAB_ROOT" -x --no-overwrite-dir --no-same-owner --no-same-permissions
}

# As the installer leaves it on a host without a subscription; each version has its own form.
enterprise_source() {
  local uri=http://$LAB_ENTERPRISE/debian/pve sources=$LAB_ROOT/etc/apt/sources.list.d
  mkdir -p "$sources"
  if [ "$LAB_PVE" = 8 ]; then
    echo "deb $uri $LAB_SUITE pve-enterprise" >"$sources/pve-enterprise.list"
  else
    printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: pve-enterprise\n' "$uri" "$LAB_SUITE" \
      >"$sources/pve-enterprise.sources"
  fi
}

lay "$host_files"
chroot "$LAB_ROOT" systemctl --quiet enable lab-sysctl.service
enterprise_source

lay "$layer/root"
cp "$layer/setup" "$LAB_ROOT/run/setup"
chroot "$LAB_ROOT" /run/setup
