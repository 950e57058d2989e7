#!/bin/bash
# install.sh: brings the host tool, the folder PVE_WAN_HOST_TOOL, to PVE_WAN_NODE. The old one stays in place until the new one is whole.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# A digest of all files, in the same order on every machine.
version=$(cd "$PVE_WAN_HOST_TOOL" && find . -type f | LC_ALL=C sort | while IFS= read -r file; do cksum "$file"; done | cksum | tr ' ' -)

# macOS's tar would add files of its own.
export COPYFILE_DISABLE=1
tar -C "$PVE_WAN_HOST_TOOL" -czf - . | on "$PVE_WAN_NODE" "version=$version bash -euc '
  base=/usr/local/lib new=/usr/local/lib/pve-wan.\$version
  if [ \"\$(readlink \$base/pve-wan)\" = pve-wan.\$version ] && [ -x /usr/local/sbin/pve-wan ]; then
    cat >/dev/null
    echo \"\$(uname -n): host-tool: unchanged: version \$version\"
    exit 0
  fi
  rm -rf \$new.part && mkdir -p \$new.part /usr/local/sbin
  tar -xzf - --no-same-owner -C \$new.part
  chmod 755 \$new.part \$new.part/pve-wan
  sync
  rm -rf \$new && mv -T \$new.part \$new
  ln -sfn pve-wan.\$version \$base/pve-wan.link && mv -T \$base/pve-wan.link \$base/pve-wan
  ln -sfn \$base/pve-wan/pve-wan /usr/local/sbin/pve-wan.link && mv -T /usr/local/sbin/pve-wan.link /usr/local/sbin/pve-wan
  for old in \$base/pve-wan.*; do [ \$old = \$new ] || rm -rf \$old; done
  /usr/local/sbin/pve-wan help >/dev/null
  echo \"\$(uname -n): host-tool: changed: installed version \$version\"
'"
