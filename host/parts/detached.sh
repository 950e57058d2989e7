# Runs a pvecm command apart from the SSH session: a broken pipe would kill it half-way.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"

# detached_log UNIT: all that the command says.
detached_log() { echo "$state_dir/$1.log"; }

# start_detached UNIT INPUT COMMAND...: INPUT is a file for its standard input; it has been opened when this returns.
start_detached() {
  local unit=$1 input=$2
  shift 2
  install -d -m 0700 "$state_dir"
  clear_detached "$unit"
  systemd-run --quiet --unit="$unit" --property=Type=exec --property=RemainAfterExit=yes --working-directory=/ \
    --property=StandardInput="file:$input" --property=StandardOutput="truncate:$(detached_log "$unit")" --property=StandardError=inherit \
    "$@" 8>&- 9>&-
}

is_running_detached() { [ "$(systemctl show -p SubState --value "$1.service")" = running ]; }

has_ended_detached() { ! is_running_detached "$1"; }

# clear_detached UNIT: leaves no unit behind, whether it ended well or not.
clear_detached() {
  is_running_detached "$1" && return 0
  [ "$(systemctl show -p LoadState --value "$1.service")" != not-found ] || return 0
  systemctl stop "$1.service"
  ! systemctl --quiet is-failed "$1.service" || systemctl reset-failed "$1.service"
}

# show_log UNIT: in the words of the command.
show_log() {
  local line log
  log=$(detached_log "$1")
  [ -e "$log" ] || return 0
  while IFS= read -r line || [ -n "$line" ]; do say "  pvecm: $line"; done <"$log"
}
