# Records how the cluster fares until the soak's end, as the service pve-wan-soak: tunnels, membership, services, round trips, silences.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/cluster.sh
. "$library/parts/cluster.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/look.sh
. "$library/parts/look.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/soak.sh
. "$library/parts/soak.sh"

pings=10

main() {
  local now
  [ -r "$soak_dir/settings" ] || fail "no soak was started here" "npx cdktf-proxmox-wan soak start"
  read_input <"$soak_dir/settings"
  required until interval largest
  now=$(date +%s)
  while [ "$now" -lt "${setting[until]}" ]; do
    if is_full; then
      say "$soak_dir/records is as large as it may be: nothing more is recorded"
      break
    fi
    record "$now"
    now=$(date +%s)
  done
  systemctl --quiet disable "$soak_unit"
}

is_full() { [ -e "$soak_dir/records" ] && [ "$(stat -c %s "$soak_dir/records")" -ge $((setting[largest] * 1024)) ]; }

# Whole or not at all: what a power cut breaks off lacks its last line.
record() {
  local name address silence job jobs=() end=$((SECONDS + setting[interval] - 1))
  while read -r name _ address; do
    [ "$name" != "$node" ] || continue
    round_trips "$address" >"$work/$name.times" &
    jobs+=($!)
  done <"$work/payload"
  rm -f "$work/looked"
  longest_silence >"$work/silence" &
  silence=$!
  for job in "${jobs[@]}"; do wait "$job"; done
  # Where there is no way to anybody the pings end at once.
  sleep $((SECONDS < end ? end - SECONDS : 0))
  look "$soak_dir/cursor"
  : >"$work/looked"
  wait "$silence"
  {
    echo "sample $1 $(</proc/sys/kernel/random/boot_id)"
    # A name and what is wrong; the next action is the watch's.
    sed -nE 's/^alarm\t([^\t]*)\t([^\t]*)\t.*/alarm \1\t\2/p; s/^unknown\t/unknown /p' "$work/findings"
    sed -nE 's/^metric\tpve_wan_((handshake_age|quorate|config_version|memberships_formed|messages_sent_again|link_downs|late_tokens).*)/\1/p' "$work/findings"
    cat "$work/silence"
    while read -r name _; do
      [ "$name" = "$node" ] || echo "rtt $name overlay $pings $(paste -sd ' ' "$work/$name.times")"
    done <"$work/payload"
    echo end
  } >"$work/sample"
  cat "$work/sample" >>"$soak_dir/records"
}

# As many as come back: ping's status only says whether any did. 2: there is not even a way.
round_trips() {
  local every=$((setting[interval] * 1000 / pings))
  { ping -n -c "$pings" -i "$((every / 1000)).$(printf %03d $((every % 1000)))" -W 2 "$1" 2>/dev/null || [ "$?" -le 2 ]; } | sed -nE 's/.* time=([0-9.]+) ms$/\1/p'
}

# longest_silence: how long corosync waited for its token at most, to a quarter of a second, until $work/looked is there. Its own
# time_since_token_last_received is only as new as its last look at itself, which may be one and a half seconds ago.
longest_silence() {
  local seen=none since=0 tokens now longest="" token
  [ ! -e "$work/last-token" ] || read -r seen since <"$work/last-token"
  token=$(cmap runtime.config.totem.token)
  while [ ! -e "$work/looked" ]; do
    tokens=$(cmap stats.srp.orf_token_rx -m stats)
    now=$(uptime_milliseconds)
    # While corosync is off it waits for nothing.
    if [ -z "$tokens" ] || [ "$seen" = none ]; then seen=${tokens:-none} since=$now; fi
    if [ -n "$tokens" ]; then
      if [ "$((now - since))" -gt "${longest:-0}" ]; then longest=$((now - since)); fi
      if [ "$tokens" != "$seen" ]; then seen=$tokens since=$now; fi
    fi
    sleep 0.25
  done
  echo "$seen $since" >"$work/last-token"
  [ -z "$longest" ] || [ -z "$token" ] || echo "silence $longest $token"
}

# No clock that somebody sets.
uptime_milliseconds() {
  local seconds
  read -r seconds _ </proc/uptime
  echo "${seconds/./}0"
}
