# Takes a node that has no guests out of what it has of a cluster, and brings back the database from before it joined.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=cluster-repair.sh
. "$library/parts/cluster-repair.sh"
# shellcheck source-path=SCRIPTDIR source=guests.sh
. "$library/parts/guests.sh"

database=/var/lib/pve-cluster/config.db

leave_cluster() {
  local saved file
  start_etc_pve
  refuse_to_lose_guests "/etc/pve/nodes/$node"
  # pvecm keeps one before each join.
  saved=$([ ! -d /var/lib/pve-cluster/backup ] ||
    find /var/lib/pve-cluster/backup -name 'config-*.sql.gz' -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d ' ' -f 2-)
  [ -n "$saved" ] || fail "there is no database of this node from before it joined in /var/lib/pve-cluster/backup" \
    "this node was made a cluster and did not join one, or its backups were removed: install it anew"
  rm -f "$work/config.db"
  zcat "$saved" | sqlite3 "$work/config.db" || fail "$saved cannot be read" "see the line above; nothing was changed"
  systemctl stop pve-cluster.service corosync.service
  for file in "$database" /etc/corosync/authkey /etc/corosync/corosync.conf; do back_up "$file"; done
  rm -f "$database" "$database"-shm "$database"-wal /etc/corosync/authkey /etc/corosync/corosync.conf
  find /var/lib/corosync -mindepth 1 -delete
  install -m 0600 "$work/config.db" "$database"
  systemctl start pve-cluster.service || fail "pve-cluster does not start" "see: journalctl -u pve-cluster; the old database is in $state_dir/backup"
  systemctl restart pvedaemon.service pveproxy.service
  wait_until 30 etc_pve_is_writable || fail "/etc/pve is not writable after the node left its cluster" "see: journalctl -u pve-cluster"
}
