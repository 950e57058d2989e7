# Facts about this node's cluster, read from pmxcfs, corosync and its files. Nothing here changes anything.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"

corosync_conf=/etc/pve/corosync.conf

# Without the mount a write lands in the directory underneath and breaks the next start of pve-cluster.
etc_pve_is_mounted() { mountpoint -q /etc/pve; }

# The write bit that Proxmox itself looks at; /etc/pve stays read-only for seconds after create and join.
etc_pve_is_writable() {
  local mode
  etc_pve_is_mounted && mode=$(stat -c %a /etc/pve/local 2>/dev/null) && [ $((0$mode & 0200)) != 0 ]
}

# The cluster's configuration as this node has it, also while /etc/pve is not mounted.
readable_conf() {
  if [ -e "$corosync_conf" ]; then echo "$corosync_conf"; else echo /etc/corosync/corosync.conf; fi
}

# totem_value KEY: of the configuration file.
totem_value() { sed -nE "s/^ *$1: *//p" "$(readable_conf)"; }

# node_list: "ID NAME ADDRESS" of every node in the configuration file.
node_list() {
  awk '
    $1 == "node" { name = id = address = "" }
    $1 == "name:" { name = $2 }
    $1 == "nodeid:" { id = $2 }
    $1 == "ring0_addr:" { address = $2 }
    $1 == "}" && name != "" { print id, name, address; name = "" }
  ' "$(readable_conf)"
}

node_count() { node_list | wc -l; }

# is_listed NAME: the cluster counts on this node, whether it is there or not.
is_listed() { node_list | awk -v name="$1" '$2 == name { found = 1 } END { exit !found }'; }

# member_behind: the first member that still runs an older configuration than the file; nothing when there is none.
member_behind() {
  local version id name address runs
  version=$(totem_value config_version)
  while read -r id name address; do
    [ "$(cmap "runtime.members.$id.status")" = joined ] || continue
    runs=$(cmap "runtime.members.$id.config_version")
    if [ -n "$runs" ] && [ "$runs" != "$version" ]; then
      echo "$name"
      return
    fi
  done < <(node_list)
}

# own_link NUMBER: this node's address on a link of the cluster; nothing when it has none there.
own_link() {
  awk -v key="ring$1_addr:" -v wanted="$node" '
    $1 == "node" { name = address = "" }
    $1 == "name:" { name = $2 }
    $1 == key { address = $2 }
    $1 == "}" && name == wanted { print address; name = "" }
  ' "$(readable_conf)"
}

# cmap KEY: a value of the running corosync; nothing when it does not run or does not know it.
cmap() { sed -n 's/^[^=]*= //p' < <(corosync-cmapctl "${@:2}" -g "$1" 2>/dev/null); }

is_quorate() { corosync-quorumtool -s 2>/dev/null | grep -q '^Quorate: *Yes'; }

# The token that corosync makes of the file: more with every node beyond the second.
expected_token() {
  local nodes coefficient
  nodes=$(node_count)
  coefficient=$(totem_value token_coefficient)
  echo $(($1 + (nodes > 2 ? (nodes - 2) * ${coefficient:-650} : 0)))
}

# ailment: why this node alone is not a working member, whatever the others are; nothing when it is one.
ailment() {
  etc_pve_is_mounted || { echo "/etc/pve is not mounted"; return; }
  systemctl --quiet is-active corosync.service || { echo "corosync does not run"; return; }
  is_quorate || { echo "no quorum$(absent_nodes)"; return; }
  etc_pve_is_writable || { echo "/etc/pve is read-only"; return; }
}

is_working() { [ -z "$(ailment)" ]; }

absent_nodes() {
  local id name address
  while read -r id name address; do
    [ "$(cmap "runtime.members.$id.status")" = joined ] || printf '; %s (%s) is in the configuration, but not there' "$name" "$address"
  done < <(node_list)
}

# disagreement: why this member does not see one healthy cluster; nothing when it does.
disagreement() {
  local version id name address now
  now=$(ailment)
  [ -z "$now" ] || { echo "$now"; return; }
  version=$(totem_value config_version)
  [ "$(cmap totem.config_version)" = "$version" ] ||
    { echo "corosync runs version $(cmap totem.config_version) of its configuration, the file is version $version"; return; }
  while read -r id name address; do
    [ "$(cmap "runtime.members.$id.status")" = joined ] || { echo "$name ($address) is not a member"; return; }
    [ "$(cmap "runtime.members.$id.config_version")" = "$version" ] ||
      { echo "$name runs version $(cmap "runtime.members.$id.config_version") of the configuration, the file is version $version"; return; }
    member_is_online "$name" "$address" || { echo "$name is not online at $address in /etc/pve/.members"; return; }
  done < <(node_list)
}

agrees() { [ -z "$(disagreement)" ]; }

# member_is_online NAME ADDRESS: as pmxcfs announces it; migration, replication and the GUI use that address.
member_is_online() {
  MEMBER=$1 ADDRESS=$2 perl -MJSON::PP -0777 -ne '
    my $m = eval { decode_json($_) } or exit 1;
    my $n = $m->{nodelist}{$ENV{MEMBER}} or exit 1;
    exit !($n->{online} && ($n->{ip} // "") eq $ENV{ADDRESS});
  ' /etc/pve/.members
} 2>/dev/null

# What an administrator would look at first when members do not find each other.
show_network() {
  if command -v wg >/dev/null; then show "wireguard" handshake_ages; fi
  show corosync-cfgtool corosync-cfgtool -s
  show corosync-quorumtool votes
}

votes() { corosync-quorumtool -s | grep -E '^(Nodes|Quorate|Expected votes|Total votes|Quorum):'; }

# show LABEL COMMAND...: what it says, whatever its status.
show() {
  local label=$1 said line
  shift
  said=$("$@" 2>&1) || said="$said"$'\n'"(status $?)"
  while IFS= read -r line; do [ -z "$line" ] || say "  $label: $line"; done <<<"$said"
}

handshake_ages() {
  wg show all latest-handshakes | while read -r via key last; do
    if [ "$last" = 0 ]; then age="no handshake yet"; else age="handshake $(($(date +%s) - last)) s ago"; fi
    echo "$via, $(peer_of_key "$key"): $age"
  done
}

# peer_of_key KEY: the name under which its public key was stored, else the key's beginning.
peer_of_key() {
  local file
  for file in /etc/wireguard/*-pubkey; do
    if [ "$(cat "$file" 2>/dev/null)" = "$1" ]; then
      file=${file##*/}
      echo "${file%-pubkey}"
      return
    fi
  done
  echo "${1:0:8}…"
}
