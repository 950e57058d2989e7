# Looks once at tunnels, links, quorum, services and clock, and shows what is not as it should be. By hand: pve-wan watch
# With "report", as the timer pve-wan-watch runs it, it tells what has changed since the last look.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/look.sh
. "$library/parts/look.sh"

watch_dir=$state_dir/watch

main() {
  [ -r "$watch_dir/settings" ] || fail "no watch is set up here" "set the prop \"watch\" and deploy"
  read_input <"$watch_dir/settings"
  case ${1:-} in
    report)
      look "$watch_dir/cursor"
      report
      ;;
    *)
      look
      show_findings
      ;;
  esac
}

show_findings() {
  local kind key what next found=0
  while IFS=$'\t' read -r kind key what next; do
    [ "$kind" = alarm ] || continue
    found=$((found + 1))
    say "$what; next: $next"
  done <"$work/findings"
  say "$found of what is watched is not as it should be"
}

report() {
  local dir=${setting[metricsDirectory]:-} written=yes
  [ -e "$watch_dir/alarms" ] || : >"$watch_dir/alarms"
  awk -F '\t' -v OFS='\t' -v now="$EPOCHSECONDS" -v hold="$((10 * setting[intervalSeconds]))" -v state="$work/alarms" \
    -f "$library/text/watch-changes.awk" "$watch_dir/alarms" "$work/findings" >"$work/report"
  # First told, then remembered: what is cut off in between is told twice, and never not at all.
  [ ! -s "$work/report" ] || tell
  keep alarms <"$work/alarms"
  # Neither the values nor the telling may fail for want of the other.
  [ -z "$dir" ] || write_metrics "$dir" || written=""
  deliver
  [ -n "$written" ] || fail "the folder for metrics, $dir, is not there or cannot be written" "df -h $dir; install prometheus-node-exporter, or take metricsDirectory out of the props and deploy"
}

# keep NAME <content: the state of the watch; without the copies that replace_file makes, once a minute.
keep() { cat >"$watch_dir/.$1.new" && mv -T "$watch_dir/.$1.new" "$watch_dir/$1"; }

tell() {
  local line
  while IFS= read -r line; do
    # 4 is a warning in the journal, 5 a notice.
    case $line in recovered*) printf '<5>%s: %s\n' "$node" "$line" ;; *) printf '<4>%s: %s\n' "$node" "$line" ;; esac
    printf '%s: %s\n' "$node" "$line" >>"$watch_dir/undelivered"
  done <"$work/report"
}

# What could not be delivered is tried again at every look.
deliver() {
  local command=${setting[alertCommand]:-} unit=${setting[alertUnit]:-} text=$watch_dir/undelivered
  [ -s "$text" ] || return 0
  if [ -n "$command" ]; then timeout 30 "$command" <"$text" || nobody_told "$command <$text"; fi
  if [ -n "$unit" ]; then
    keep report <"$text"
    systemctl start "$unit" || nobody_told "systemctl start $unit"
  fi
  rm "$text"
}

nobody_told() { fail "nobody was told what stands in $watch_dir/undelivered; it is tried again at the next look" "run it by hand: $1"; }

# A name without .prom is not read while it is written. It is called as a condition, where bash ignores errors.
write_metrics() {
  sed -n 's/^metric\t//p' "$work/findings" >"$1/.pve_wan.new" && chmod 0644 "$1/.pve_wan.new" && mv -T "$1/.pve_wan.new" "$1/pve_wan.prom"
}
