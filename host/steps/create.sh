# Creates the cluster on the contact node, bound to the overlay; done when /etc/pve is writable.
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

unit=pve-wan-create
changes=()

main() {
  local changed
  read_input
  required clusterName link0 deadlineSeconds
  lock_node
  if is_running_detached "$unit"; then
    say "pvecm create from an earlier deploy still runs; waiting for it"
    await_pvecm
  fi
  start_etc_pve
  if is_member; then adopt; else create; fi
  # Whether the others are there is for the joins to ask: this step may run again while one of them is off.
  wait_until "${setting[deadlineSeconds]}" is_working || unusable
  name_overlay_in_certificate
  clear_detached "$unit"
  changed=$(what_changed "${repairs[@]}" "${changes[@]}")
  if [ -n "$changed" ]; then say "changed: $changed"; else say "unchanged: cluster ${setting[clusterName]} exists and is quorate"; fi
}

# What an earlier deploy made, or one that was cut off half-way.
adopt() {
  local name
  name=$(totem_value cluster_name)
  [ "$name" = "${setting[clusterName]}" ] || fail "this node belongs to the cluster \"$name\", not to \"${setting[clusterName]}\"" \
    "set clusterName to \"$name\" if that is the one you mean; a node cannot change its cluster"
  prove_links
  start_corosync
}

prove_links() {
  local link
  link=$(own_link 0)
  [ "$link" = "${setting[link0]}" ] || fail "the cluster's link0 of this node is ${link:-missing}, not ${setting[link0]}" \
    "set overlay.cidr and the node's id so that it gets $link, or change ring0_addr in /etc/pve/corosync.conf (and raise config_version); then deploy again"
  [ -n "${setting[link1]:-}" ] || return 0
  link=$(own_link 1)
  [ "$link" = "${setting[link1]}" ] || fail "the cluster's link1 of this node is ${link:-missing}, not ${setting[link1]}" \
    "take link1Address out of nodes, or set ring1_addr of every node in /etc/pve/corosync.conf (with an interface section of linknumber 1, and config_version raised); then deploy again"
}

create() {
  local links
  start_overlay "${setting[link0]}"
  # pvecm believes whatever address it is given, and makes a cluster that nobody can join.
  [ -n "$(ip -o address show to "${setting[link0]}")" ] || fail "${setting[link0]} is no address of this node" "see: ip -brief address; the tunnel's interface has to be up (systemctl status wg-quick@wg0); then deploy again"
  [ -f /etc/ssh/ssh_host_rsa_key.pub ] || fail "/etc/ssh/ssh_host_rsa_key.pub is missing, without which pvecm create stops half-way" "run: ssh-keygen -A; then deploy again"
  # Else pvecm counts the nodes in the order in which they join.
  links=(${setting[id]:+--nodeid "${setting[id]}"} --link0 "${setting[link0]}${setting[link0Priority]:+,priority=${setting[link0Priority]}}")
  if [ -n "${setting[link1]:-}" ]; then links+=(--link1 "${setting[link1]},priority=${setting[link1Priority]}"); fi
  start_detached "$unit" /dev/null pvecm create "${setting[clusterName]}" "${links[@]}"
  await_pvecm
  # Its exit status is 0 whatever happened; what counts is what is there now.
  start_etc_pve
  if ! is_member; then
    show_log "$unit"
    clear_detached "$unit"
    fail_as_pvecm_create "$(detached_log "$unit")"
  fi
  prove_links
  start_corosync
  changes+=("created the cluster ${setting[clusterName]} on ${setting[link0]}")
}

await_pvecm() {
  wait_until "${setting[deadlineSeconds]}" has_ended_detached "$unit" && return 0
  show_log "$unit"
  fail "pvecm create still runs after ${setting[deadlineSeconds]} s; it goes on by itself" "see: journalctl -u pve-cluster -u corosync; then deploy again"
}

unusable() {
  show_log "$unit"
  show_network
  fail "the cluster ${setting[clusterName]} is there but cannot be used: $(ailment)" "see: journalctl -u corosync -u pve-cluster; then deploy again"
}

# Joiners compare this certificate's fingerprint; the installer's names only the public address.
name_overlay_in_certificate() {
  ! certificate_names_address "${setting[link0]}" || return 0
  renew_certificate
  changes+=("certificate for ${setting[link0]}")
}
