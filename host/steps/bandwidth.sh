# Sends corosync before all else, as the deploy wanted it, or no longer. By hand: pve-wan bandwidth [on|off]
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/shaping.sh
. "$library/parts/shaping.sh"

main() {
  [ -e "$shaping_dir/settings" ] || fail "bandwidth is not set up here" "set \"bandwidth\" and deploy"
  install -d -m 0700 /run/pve-wan
  read_shaping
  local device
  case ${1:-} in
    on) shape_all ;;
    off) while IFS= read -r device; do unshape "$device"; done < <(shaped_devices) ;;
    "") while IFS= read -r device; do
      echo "$device:"
      tc -s class show dev "$device"
    done < <(shaped_devices) ;;
    *) fail "\"$1\" is neither on nor off" "run: pve-wan bandwidth" ;;
  esac
}
