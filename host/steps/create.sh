# Creates the cluster on the contact node, bound to the overlay; done when /etc/pve is writable.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/cluster.sh
. "$library/parts/cluster.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/certificate.sh
. "$library/parts/certificate.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/detached.sh
. "$library/parts/detached.sh"

unit=pve-wan-create
changed=

main() {
  read_input
  required clusterName link0 deadlineSeconds
  lock_node
  wait_until "${setting[deadlineSeconds]}" has_ended_detached "$unit" || fail "pvecm create has been running for long" "see $(detached_log "$unit")"
  if is_member; then adopt; else create; fi
  wait_until "${setting[deadlineSeconds]}" agrees || { show_network; fail "the cluster is not usable: $(disagreement)" "see: journalctl -u corosync -u pve-cluster; then deploy again"; }
  name_overlay_in_certificate
  clear_detached "$unit"
  if [ -n "$changed" ]; then say "changed: $changed"; else say "unchanged: cluster ${setting[clusterName]} exists and is quorate"; fi
}

# What an earlier deploy made, or one that was cut off half-way.
adopt() {
  local name link0
  name=$(totem_value cluster_name) link0=$(own_link0)
  [ "$name" = "${setting[clusterName]}" ] || fail "this node belongs to the cluster \"$name\", not to \"${setting[clusterName]}\"" \
    "set clusterName to \"$name\" if that is the one you mean; a node cannot change its cluster"
  [ "$link0" = "${setting[link0]}" ] || fail "the cluster's link0 of this node is ${link0:-missing}, not ${setting[link0]}" \
    "edit ring0_addr in /etc/pve/corosync.conf (raise config_version), or set the overlay to the cluster's addresses"
  systemctl --quiet is-active corosync.service && systemctl --quiet is-active pve-cluster.service && return 0
  systemctl restart corosync.service pve-cluster.service
  changed="started corosync and pve-cluster of the cluster $name, which was there but did not run"
}

create() {
  # pvecm believes whatever address it is given, and makes a cluster that nobody can join.
  [ -n "$(ip -o address show to "${setting[link0]}/32")" ] || fail "${setting[link0]} is no address of this node" "the step mesh has to succeed first"
  [ -f /etc/ssh/ssh_host_rsa_key.pub ] || fail "/etc/ssh/ssh_host_rsa_key.pub is missing, without which pvecm create stops half-way" "run: ssh-keygen -A; then deploy again"
  etc_pve_is_mounted || fail "/etc/pve is not mounted" "see: journalctl -u pve-cluster; then deploy again"
  start_detached "$unit" /dev/null pvecm create "${setting[clusterName]}" --link0 "${setting[link0]}"
  wait_until "${setting[deadlineSeconds]}" has_ended_detached "$unit" || fail "pvecm create still runs" "see $(detached_log "$unit")"
  # Its exit status is 0 whatever happened; what counts is what is there now.
  if ! is_member || ! grep -q 'Restart corosync and cluster filesystem' "$(detached_log "$unit")" || grep -q 'failed: exit code' "$(detached_log "$unit")"; then
    show_log "$unit"
    fail "pvecm create did not make the cluster, see its words above" "repair what they name, then deploy again"
  fi
  changed="created the cluster ${setting[clusterName]} on ${setting[link0]}"
}

# Joiners compare this certificate's fingerprint; the installer's names only the public address.
name_overlay_in_certificate() {
  ! certificate_names "${setting[link0]}" || return 0
  renew_certificate
  changed="${changed:+$changed; }certificate for ${setting[link0]}"
}
