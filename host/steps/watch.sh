# Looks once at tunnels, links, quorum, services and clock, and shows what is not as it should be. By hand: pve-wan watch
# With "report", as the timer pve-wan-watch runs it, it tells what has changed since the last look.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"

watch_dir=$state_dir/watch
# Those without which the cluster has a member less, sooner or later.
watched=(wg-quick@wg0.service corosync.service pve-cluster.service pvedaemon.service pveproxy.service pve-wan-firewall.service)

main() {
  [ -r "$watch_dir/settings" ] || fail "no watch is set up here" "set the prop \"watch\" and deploy"
  read_input <"$watch_dir/settings"
  sources "${1:-}" >"$work/sources"
  awk -v now="$EPOCHSECONDS" -v node="$node" -f "$library/text/watch-findings.awk" "$work/sources" >"$work/findings"
  case ${1:-} in
    report) report ;;
    *) show_findings ;;
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

# sources MODE: each as it is, below a line "@NAME".
sources() {
  local version
  echo @peers
  peers
  echo @handshakes
  wg show wg0 latest-handshakes 2>/dev/null || echo absent
  echo @links
  corosync-cmapctl -m stats 2>/dev/null || echo absent
  echo @members
  corosync-cmapctl totem.config_version runtime.members 2>/dev/null || echo absent
  echo @quorum
  votes
  echo @services
  systemctl show -p Id -p ActiveState -p UnitFileState "${watched[@]}"
  echo @version
  if [ -e /etc/pve/corosync.conf ]; then version=/etc/pve/corosync.conf; else version=/etc/corosync/corosync.conf; fi
  cat "$version" 2>/dev/null || echo absent
  echo @clock
  clock
  # Read on from where the last look ended: who only looks does not move that place.
  [ "$1" != report ] || { echo @journal; corosync_said; }
}

# Its status says whether there is quorum, and so does its text.
votes() {
  local said
  said=$(corosync-quorumtool -s 2>/dev/null) || [ -n "$said" ] || said=absent
  echo "$said"
}

# NAME ID ADDRESS KEY of every other node.
peers() {
  local name id address key
  while read -r name id address; do
    [ "$name" != "$node" ] || continue
    key=unknown
    [ ! -r "/etc/wireguard/$name-pubkey" ] || read -r key <"/etc/wireguard/$name-pubkey"
    echo "$name $id $address $key"
  done <"$work/payload"
}

corosync_said() {
  local options=(--quiet --no-pager --output cat --unit corosync.service --cursor-file "$watch_dir/cursor")
  # What was before the watch is not its business.
  [ -e "$watch_dir/cursor" ] || options+=(--lines 1)
  journalctl "${options[@]}"
}

# The clock of the next node, as its port 8006 says it in each of its answers, whatever it answers. One neighbour is enough: whose clock is
# wrong differs from the node behind it, too, and both say so.
clock() {
  local name id address own first="" next="" answer before theirs
  own=$(awk -v name="$node" '$1 == name { print $2 }' "$work/payload")
  while read -r name id address; do
    if [ -z "$first" ] && [ "$name" != "$node" ]; then first="$name $address"; fi
    if [ -z "$next" ] && [ "$id" -gt "$own" ]; then next="$name $address"; fi
  done < <(sort -n -k 2 "$work/payload")
  read -r name address <<<"${next:-$first}"
  [ -n "$name" ] || return 0
  case $address in *:*) address="[$address]" ;; esac
  # The clock as every program sees it.
  before=$(date +%s)
  # The tunnel proves who answers, and a certificate may have ended because a clock is wrong.
  # How the connection ends does not matter, once the answer is there.
  answer=$(ask_for_nothing "$name" | timeout 5 openssl s_client -quiet -connect "$address:8006" 2>/dev/null) || [ -n "$answer" ] || return 0
  [[ $answer =~ [Dd]ate:\ ([A-Za-z0-9,:\ ]+) ]] || return 0
  theirs=$(date -d "${BASH_REMATCH[1]}" +%s)
  echo "$name $theirs $before $(date +%s)"
}

ask_for_nothing() { printf 'GET /favicon.ico HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$1"; }

report() {
  local dir=${setting[metricsDirectory]:-}
  [ -e "$watch_dir/alarms" ] || : >"$watch_dir/alarms"
  awk -F '\t' -v OFS='\t' -v now="$EPOCHSECONDS" -v hold="$((10 * setting[intervalSeconds]))" -v state="$work/alarms" \
    -f "$library/text/watch-changes.awk" "$watch_dir/alarms" "$work/findings" >"$work/report"
  # First told, then remembered: what is cut off in between is told twice, and never not at all.
  [ ! -s "$work/report" ] || tell
  keep alarms <"$work/alarms"
  # Neither the values nor the telling may fail for want of the other.
  if [ -d "$dir" ]; then write_metrics "$dir"; fi
  deliver
  [ -z "$dir" ] || [ -d "$dir" ] || fail "the folder for metrics, $dir, is not there" "install prometheus-node-exporter, or take metricsDirectory out of the props and deploy"
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

# A name without .prom is not read while it is written.
write_metrics() {
  sed -n 's/^metric\t//p' "$work/findings" >"$1/.pve_wan.new"
  chmod 0644 "$1/.pve_wan.new"
  mv -T "$1/.pve_wan.new" "$1/pve_wan.prom"
}
