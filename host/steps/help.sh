# Lists the steps.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"

main() {
  local file name
  echo "usage: pve-wan STEP <INPUT    (\"key=value\" lines, an empty line, the step's text)"
  for file in "$library"/steps/*.sh; do
    name=${file##*/}
    printf '  %-17s %s\n' "${name%.sh}" "$(sed -n '1s/^# *//p' "$file")"
  done
}
