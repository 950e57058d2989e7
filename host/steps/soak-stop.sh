# Ends the recorder of this node before its time; what it has recorded stays.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/soak.sh
. "$library/parts/soak.sh"

main() {
  local unit=/etc/systemd/system/$soak_unit
  read_input
  lock_node
  if [ ! -e "$unit" ]; then
    say "unchanged: no soak is under way"
    return
  fi
  systemctl --quiet disable --now "$soak_unit"
  rm "$unit"
  systemctl daemon-reload
  if systemctl --quiet is-failed "$soak_unit"; then systemctl reset-failed "$soak_unit"; fi
  say "changed: ended the soak; its records are in $soak_dir"
}
