# Joins the cluster through the contact node, apart from the SSH session; done when the node is a whole member.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/cluster.sh
. "$library/parts/cluster.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/certificate.sh
. "$library/parts/certificate.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/detached.sh
. "$library/parts/detached.sh"

unit=pve-wan-join
changed=

main() {
  read_input
  required clusterName contact link0 deadlineSeconds
  lock_node
  if is_running_detached "$unit"; then
    say "a join from an earlier deploy still runs; waiting for it"
  elif is_member; then
    finish_membership
  else
    join
  fi
  await_pvecm
  wait_until 30 is_whole_member || incomplete
  clear_detached "$unit"
  if [ -n "$changed" ]; then say "changed: $changed"; else say "unchanged: a member of ${setting[clusterName]}"; fi
}

join() {
  local fingerprint
  refuse_what_would_be_lost
  fingerprint=$(sed -n 's/^fingerprint //p' "$work/payload")
  { [ -n "$fingerprint" ] && grep -q '^ticket .' "$work/payload"; } || fail "no invitation came from the contact node" "see what the contact node said above; then deploy again"
  sed -n 's/^ticket //p' "$work/payload" >"$work/ticket"
  start_detached "$unit" "$work/ticket" pvecm add "${setting[contact]}" --link0 "${setting[link0]}" --fingerprint "$fingerprint"
  rm "$work/ticket" "$work/payload"
  changed="joined ${setting[clusterName]} through ${setting[contact]}"
}

# pvecm refuses these too, but only after it has changed the node, and with exit status 0.
refuse_what_would_be_lost() {
  local guests
  etc_pve_is_mounted || fail "/etc/pve is not mounted" "see: journalctl -u pve-cluster; then deploy again"
  guests=$(find /etc/pve/nodes/"$node" -name '*.conf' -path '*/*/*' \( -path '*qemu-server*' -o -path '*lxc*' \) -printf '%f ')
  [ -z "$guests" ] || fail "this node has guests (${guests% }), whose configuration a join would remove" "move them away or back them up and delete them here; then deploy again"
  [ ! -e /etc/corosync/authkey ] || fail "/etc/corosync/authkey is left from another cluster" "if this node is in no cluster: rm /etc/corosync/authkey; then deploy again"
}

# A member that an earlier join left without certificate or keys, or whose corosync does not run.
finish_membership() {
  local name
  name=$(totem_value cluster_name)
  [ "$name" = "${setting[clusterName]}" ] || fail "this node belongs to the cluster \"$name\", not to \"${setting[clusterName]}\"" "a node cannot change its cluster: take another server, or install this one anew"
  ! is_whole_member || return 0
  systemctl --quiet is-active corosync.service || systemctl restart corosync.service
  wait_until "${setting[deadlineSeconds]}" agrees || incomplete
  if ! has_its_files; then
    renew_certificate
    changed="finished the join: certificate, known hosts and keys"
  fi
}

await_pvecm() {
  if wait_until "${setting[deadlineSeconds]}" has_ended_detached "$unit"; then return 0; fi
  show_log "$unit"
  show_network
  fail "pvecm add still waits after ${setting[deadlineSeconds]} s" \
    "5405/udp between ${setting[link0]} and the members has to pass through the tunnel (see above); it goes on by itself when it does; then deploy again"
}

# Certificate, known hosts: what pvecm makes last, and what is missing on a node that looks well in pvecm status.
has_its_files() {
  certificate_is_valid && [ -e "/etc/pve/nodes/$node/ssh_known_hosts" ]
}

is_whole_member() { agrees && has_its_files && serves_its_certificate; }

incomplete() {
  [ ! -e "$(detached_log "$unit")" ] || show_log "$unit"
  is_member || fail "pvecm add did not join the node, see its words above" "repair what they name, then deploy again: nothing of a cluster is left here"
  show_network
  if ! agrees; then
    fail "the node is half joined: $(disagreement)" "repair the network between ${setting[link0]} and the members, then deploy again: the join is finished then"
  fi
  fail "the node is a member, but its certificate or known hosts are missing" "run on it: pvecm updatecerts --force && systemctl restart pveproxy; then deploy again"
}
