# What the steps of a soak share: where it records, and whether it does.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"

# shellcheck disable=SC2034 # the steps use it
soak_dir=$state_dir/soak
soak_unit=pve-wan-soak.service

is_recording() { systemctl --quiet is-active "$soak_unit"; }
