# Sets up the watch of this node as the deploy wants it, or takes it away.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"

watch_dir=$state_dir/watch
units=/etc/systemd/system
timer=pve-wan-watch.timer
service=pve-wan-watch.service

main() {
  read_input
  lock_node
  if [ -n "${setting[intervalSeconds]:-}" ]; then set_up; else take_away; fi
}

set_up() {
  local changed="" seconds=${setting[intervalSeconds]}
  case $seconds in *[!0-9]*) fail "\"$seconds\" is no number of seconds" "correct watch.intervalSeconds, then deploy again" ;; esac
  can_tell
  install -d -m 0700 "$state_dir" "$watch_dir"
  [ "$(metrics_folder)" = "${setting[metricsDirectory]:-}" ] || forget_metrics
  if describe | replace_file "$watch_dir/settings" 0600; then changed=yes; fi
  if service_text | replace_file "$units/$service" 0644; then changed=yes; fi
  if timer_text "$seconds" | replace_file "$units/$timer" 0644; then changed=yes; fi
  if [ -z "$changed" ] && is_on; then
    say "unchanged: it looks every $seconds s"
    return
  fi
  systemctl daemon-reload
  systemctl --quiet enable "$timer"
  systemctl restart "$timer"
  # One look now: what cannot be watched is to be known today.
  systemctl start "$service" || fail "the first look failed: $(journalctl --quiet --output cat --unit "$service" --lines 10 | sed -n 's/.* failed: //p' | tail -n 1)" "see: journalctl -u pve-wan-watch; then deploy again"
  say "changed: it looks every $seconds s"
}

is_on() { systemctl --quiet is-active "$timer" && systemctl --quiet is-enabled "$timer"; }

# Nobody learns in an emergency that nobody was ever going to be told.
can_tell() {
  local command=${setting[alertCommand]:-} unit=${setting[alertUnit]:-} folder=${setting[metricsDirectory]:-}
  [ -z "$command" ] || [ -x "$command" ] || fail "$command is not there or cannot be run" "put it on this node (watch.alertCommand), then deploy again"
  [ -z "$unit" ] || [ "$(systemctl show -p LoadState --value -- "$unit")" = loaded ] || fail "there is no unit $unit" "put it on this node (watch.alertUnit), then deploy again"
  [ -z "$folder" ] || [ -d "$folder" ] || fail "there is no folder $folder" "install prometheus-node-exporter, or correct watch.metricsDirectory; then deploy again"
}

describe() {
  local key
  for key in intervalSeconds alertCommand alertUnit metricsDirectory; do
    [ -z "${setting[$key]:-}" ] || printf '%s=%s\n' "$key" "${setting[$key]}"
  done
  echo
  cat "$work/payload"
}

service_text() {
  cat <<'END'
[Unit]
Description=Looks at the cluster's tunnels, links, quorum, services and clock
After=corosync.service pve-cluster.service
# Whoever looks by hand, again and again, must not end it.
StartLimitIntervalSec=0

[Service]
Type=oneshot
ExecStart=/usr/local/sbin/pve-wan watch report
TimeoutStartSec=90
# A look that finds nothing new is no line in the journal, systemd's own about it included.
SyslogLevel=notice
LogLevelMax=notice
END
}

timer_text() {
  cat <<END
[Unit]
Description=Looks at the cluster every $1 s

[Timer]
OnActiveSec=$1s
OnUnitActiveSec=$1s
AccuracySec=1s

[Install]
WantedBy=timers.target
END
}

take_away() {
  local found=""
  if [ -e "$units/$timer" ]; then
    systemctl --quiet disable --now "$timer"
    found=yes
  fi
  # A look that is under way would fail for want of its files.
  if [ -e "$units/$service" ]; then systemctl stop "$service"; fi
  [ ! -e "$units/$service" ] || found=yes
  [ ! -d "$watch_dir" ] || { forget_metrics; found=yes; }
  rm -rf "${units:?}/$timer" "${units:?}/$service" "$watch_dir"
  if [ -z "$found" ]; then
    say "unchanged: there is no watch"
    return
  fi
  systemctl daemon-reload
  if systemctl --quiet is-failed "$service"; then systemctl reset-failed "$service"; fi
  say "changed: took the watch away"
}

metrics_folder() { [ ! -e "$watch_dir/settings" ] || sed -n 's/^metricsDirectory=//p' "$watch_dir/settings"; }

# Values that nobody renews would be taken for those of now.
forget_metrics() {
  local folder
  folder=$(metrics_folder)
  [ -z "$folder" ] || rm -f "$folder/pve_wan.prom"
}
