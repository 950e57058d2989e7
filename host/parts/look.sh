# One reading of everything that says how a member of the cluster is. The payload of the step names all of them: NAME ID ADDRESS.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"

# Those without which the cluster has a member less, sooner or later.
watched=(wg-quick@wg0.service corosync.service pve-cluster.service pvedaemon.service pveproxy.service pve-wan-firewall.service)
[ ! -e "$state_dir/bandwidth/settings" ] || watched+=(pve-wan-bandwidth.service)

# look [CURSOR]: leaves $work/findings. With a file for the place in the journal it reads corosync's on from where the last look ended; who
# only looks does not move that place.
look() {
  sources "${1:-}" >"$work/sources"
  awk -v now="$EPOCHSECONDS" -v node="$node" -f "$library/text/watch-findings.awk" "$work/sources" >"$work/findings"
}

# sources [CURSOR]: each as it is, below a line "@NAME".
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
  [ -z "${1:-}" ] || { echo @journal; corosync_said "$1"; }
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
  local options=(--quiet --no-pager --output cat --unit corosync.service --cursor-file "$1")
  # What was before the first look is not its business.
  [ -e "$1" ] || options+=(--lines 1)
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
