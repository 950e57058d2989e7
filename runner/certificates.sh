#!/bin/bash
# certificates.sh: what Terraform reads as data: {"NODE": "SHA-256 fingerprint of the certificate on port 8006", …}.
# shellcheck source-path=SCRIPTDIR source=fleet.sh
. "$(dirname "${BASH_SOURCE[0]}")/fleet.sh"

ask() { settings_only "node=$1" | on "$1" "$pve_wan" certificate; }

on_every_node ask
# Standard output is for Terraform alone.
[ -z "$failed_nodes" ] || show_all >&2
require_all certificate
result=
while IFS= read -r name; do
  fingerprint=$(sed -n 's/^fingerprint //p' "$work/$name.out")
  if ! grep -Eq '^([0-9A-F]{2}:){31}[0-9A-F]{2}$' <<<"$fingerprint"; then
    explain "$name" certificate "it names no fingerprint: $(tail -n 1 "$work/$name.out")" "deploy again: the pve-wan command there may be of another version"
    exit 1
  fi
  # Neither a node's name nor a fingerprint has signs that JSON would read.
  result="$result${result:+,}\"$name\":\"$fingerprint\""
done < <(node_names)
echo "{$result}"
