#!/bin/bash
# install.sh: brings the host tool, the folder PVE_WAN_HOST_TOOL, to PVE_WAN_NODE. The old one stays in place until the new one is whole.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Linux has the one, macOS the other.
sha256() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

# Names and contents, in the same order on every machine: tar's own bytes hold dates and owners.
hashes_of_files() {
  find . -type f | LC_ALL=C sort | while IFS= read -r file; do sha256 "$file"; done
}
version=$(cd "$PVE_WAN_HOST_TOOL" && hashes_of_files | sha256 | cut -c 1-16)

# The script, its call, then the files, on one input: bash reads no further than the call. macOS's tar would add files of its own.
{
  cat "$here/install-node.sh"
  echo "main $version"
  COPYFILE_DISABLE=1 tar -C "$PVE_WAN_HOST_TOOL" -czf - .
} | on "$PVE_WAN_NODE" bash -s
