# Arms a recorder on this node for a while; what an earlier one recorded is kept as soak.before. By hand: npx cdktf-proxmox-wan soak start
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/soak.sh
. "$library/parts/soak.sh"

# No more samples than this, however long it is: a longer one looks more rarely.
most_samples=8640
# What the recorder fills at most, in KiB.
largest=65536

main() {
  local from seconds interval available
  read_input
  required soakSeconds soakId
  lock_node
  seconds=${setting[soakSeconds]}
  case $seconds in *[!0-9]*) fail "\"$seconds\" is no number of seconds" "start it with npx cdktf-proxmox-wan soak start --hours HOURS" ;; esac
  ! is_recording || fail "a soak is under way here" "wait for its end (npx cdktf-proxmox-wan soak report), or end it: npx cdktf-proxmox-wan soak stop"
  install -d -m 0700 "$state_dir"
  available=$(df --output=avail "$state_dir" | tail -n 1)
  [ "$available" -ge $((2 * largest)) ] || fail "$state_dir has $((available / 1024)) MiB left, the recorder takes up to $((largest / 1024))" \
    "make room for twice as much, then start it again"
  if [ -e "$soak_dir" ]; then
    rm -rf "$soak_dir.before"
    mv -T "$soak_dir" "$soak_dir.before"
  fi
  install -d -m 0700 "$soak_dir"
  from=$(date +%s)
  interval=$(((seconds + most_samples - 1) / most_samples))
  [ "$interval" -ge 10 ] || interval=10
  { printf '%s=%s\n' id "${setting[soakId]}" from "$from" until $((from + seconds)) interval "$interval" largest "$largest"; echo; cat "$work/payload"; } >"$soak_dir/settings"
  if unit_text | replace_file "/etc/systemd/system/$soak_unit" 0644; then systemctl daemon-reload; fi
  # Enabled: a node that boots again goes on recording.
  systemctl --quiet enable "$soak_unit"
  systemctl restart "$soak_unit"
  wait_until 60 has_recorded || fail "nothing was recorded within 60 s" "see: journalctl -u $soak_unit; npx cdktf-proxmox-wan soak stop, then start it again"
  say "changed: records every $interval s until $(date -d "@$((from + seconds))")"
}

has_recorded() { [ -s "$soak_dir/records" ]; }

unit_text() {
  cat <<'END'
[Unit]
Description=Records how the cluster fares
After=corosync.service pve-cluster.service
StartLimitIntervalSec=0

[Service]
ExecStart=/usr/local/sbin/pve-wan soak-record
Restart=on-failure
RestartSec=5

[Install]
WantedBy=multi-user.target
END
}
