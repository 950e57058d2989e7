# Proxmox's services on a member: they run, and they start at boot. No other step would notice one that somebody has stopped.
# shellcheck shell=bash source-path=SCRIPTDIR source=cluster-repair.sh
. "${BASH_SOURCE[0]%/*}/cluster-repair.sh"
# shellcheck source-path=SCRIPTDIR source=detached.sh
. "${BASH_SOURCE[0]%/*}/detached.sh"

# pvecm stops and starts them itself, and goes on when the deploy that started it does not.
pvecm_is_at_work() { is_running_detached pve-wan-create || is_running_detached pve-wan-join; }

# A deploy has got as far as the last step here. What is wrong with a node that never did is for "create" and "join" to find out.
was_whole() { [ -e "$state_dir/expected" ]; }

# restore_services: what was done is in $repairs.
restore_services() {
  local service
  for service in pve-cluster corosync pvedaemon pveproxy; do start_at_boot "$service.service"; done
  start_etc_pve
  start_corosync
  for service in pvedaemon pveproxy; do start_service "$service.service"; done
}

start_at_boot() {
  [ "$(systemctl show -p UnitFileState --value "$1")" = disabled ] || return 0
  systemctl --quiet enable "$1"
  repairs+=("enabled $1")
}

start_service() {
  case $(systemctl show -p ActiveState --value "$1") in active | activating | reloading) return 0 ;; esac
  systemctl restart "$1" || fail "$1 does not start" "see: journalctl -u $1; then deploy again"
  repairs+=("started ${1%.service}, which did not run")
}
