# Prints what this node has recorded since the soak began.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/soak.sh
. "$library/parts/soak.sh"

main() {
  local state=stopped
  [ -r "$soak_dir/settings" ] || fail "no soak was started here" "npx cdktf-proxmox-wan soak start"
  read_input <"$soak_dir/settings"
  required id from until interval
  if is_recording; then state=recording; fi
  echo "soak ${setting[from]} ${setting[until]} ${setting[interval]} $(date +%s) $state ${setting[id]}"
  [ ! -e "$soak_dir/records" ] || cat "$soak_dir/records"
}
