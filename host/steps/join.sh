# Joins the cluster through the contact node, apart from the SSH session; done when the node is a whole member.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/cluster-repair.sh
. "$library/parts/cluster-repair.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/certificate.sh
. "$library/parts/certificate.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/detached.sh
. "$library/parts/detached.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/pvecm-words.sh
. "$library/parts/pvecm-words.sh"

unit=pve-wan-join
changes=()
joined=

main() {
  local changed
  read_input
  required clusterName contact link0 deadlineSeconds
  lock_node
  if is_running_detached "$unit"; then
    say "a join from an earlier deploy still runs; waiting for it"
    changes+=("the join that an earlier deploy had begun came to its end")
    await_pvecm
  elif ! is_member; then
    join
    await_pvecm
    joined=yes
  fi
  is_member || refused
  finish_membership
  clear_detached "$unit"
  changed=$(what_changed "${repairs[@]}" "${changes[@]}")
  if [ -n "$changed" ]; then say "changed: $changed"; else say "unchanged: a member of ${setting[clusterName]}"; fi
}

join() {
  local fingerprint
  start_etc_pve
  refuse_what_would_be_lost
  fingerprint=$(sed -n 's/^fingerprint //p' "$work/payload")
  { [ -n "$fingerprint" ] && grep -q '^ticket .' "$work/payload"; } || fail "no invitation came from the contact node" "see what the contact node said; then deploy again"
  (umask 077 && sed -n 's/^ticket //p' "$work/payload" >"$work/ticket")
  start_detached "$unit" "$work/ticket" pvecm add "${setting[contact]}" --link0 "${setting[link0]}" --fingerprint "$fingerprint"
  rm "$work/ticket" "$work/payload"
  changes+=("joined ${setting[clusterName]} through ${setting[contact]}")
}

# pvecm refuses these too, but only after it has changed the node, and with exit status 0.
refuse_what_would_be_lost() {
  local guests
  guests=$(find /etc/pve/nodes -name '*.conf' \( -path '*/qemu-server/*' -o -path '*/lxc/*' \) -printf '%f ')
  [ -z "$guests" ] || fail "this node has guests (${guests% }), whose configuration a join would remove" "move them away or back them up and delete them here; then deploy again"
  [ ! -e /etc/corosync/authkey ] || fail "/etc/corosync/authkey is left from another cluster" "if this node is in no cluster: rm /etc/corosync/authkey; then deploy again"
}

let_corosync_through="UDP 5405 to 5412 has to pass through the tunnels between this node and the members (handshakes and corosync's view stand above); when it does, quorum comes by itself; then deploy again"

# pvecm waits for quorum without end; this does not. It goes on all the same: killed, it would leave less than half a member.
await_pvecm() {
  wait_until "${setting[deadlineSeconds]}" has_ended_detached "$unit" && return 0
  show_log "$unit"
  show_network
  fail "pvecm add still waits after ${setting[deadlineSeconds]} s, and goes on waiting by itself" \
    "$let_corosync_through"
}

refused() {
  show_log "$unit"
  clear_detached "$unit"
  fail_as_pvecm "$(detached_log "$unit")"
}

# Also for a member that an earlier join left without quorum, certificate or keys, or whose services do not run.
finish_membership() {
  local name
  name=$(totem_value cluster_name)
  [ "$name" = "${setting[clusterName]}" ] || fail "this node belongs to the cluster \"$name\", not to \"${setting[clusterName]}\"" "a node cannot change its cluster: take another server, or install this one anew"
  start_etc_pve
  start_corosync
  await_agreement "${setting[deadlineSeconds]}" || half_joined
  if [ -n "$joined" ]; then
    # pvecm has just reloaded pveproxy, which serves two certificates for seconds; verify waits for that, the next join need not.
    has_its_files && return 0
  else
    wait_until 10 is_whole && return 0
  fi
  renew_certificate
  changes+=("finished an interrupted join: certificate, known hosts and keys")
  is_whole || fail "the node is a member, but its certificate or known hosts are missing" "run on it: pvecm updatecerts --force && systemctl restart pveproxy; then deploy again"
}

# Certificate, known hosts: what pvecm makes last, and what is missing on a node that looks well in pvecm status.
has_its_files() { certificate_is_valid && [ -e "/etc/pve/nodes/$node/ssh_known_hosts" ]; }

is_whole() { has_its_files && serves_its_certificate; }

half_joined() {
  show_log "$unit"
  say "the node is half joined: nothing is lost, and the next deploy finishes it"
  not_in_agreement "$let_corosync_through"
}
