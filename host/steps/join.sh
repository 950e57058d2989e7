# Joins the cluster through the contact node, apart from the SSH session; done when the node is a whole member.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/cluster-repair.sh
. "$library/parts/cluster-repair.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/certificate.sh
. "$library/parts/certificate.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/detached.sh
. "$library/parts/detached.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/leave-cluster.sh
. "$library/parts/leave-cluster.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/pvecm-words.sh
. "$library/parts/pvecm-words.sh"
# shellcheck source-path=SCRIPTDIR source=../text/join-state.sh
. "$library/text/join-state.sh"

unit=pve-wan-join
changes=()
joined=
declare -A fact=()

# The runner's sign to let the contact node forget this one, and to try again.
must_be_forgotten=75

main() {
  local state changed
  read_input
  required clusterName contact contactName link0 deadlineSeconds
  lock_node
  gather_facts
  if is_running_detached "$unit"; then
    say "a join from an earlier deploy still runs; waiting for it"
    changes+=("the join that an earlier deploy had begun came to its end")
    await_pvecm
    # What the contact node said of this one is older than what has happened since.
    fact[listed]=
    gather_facts
  fi
  state=$(join_state)
  case $state in
    not-joined | refused) join ;;
    answer-lost) join_again ;;
    removed) join_after_removal ;;
    foreign) another_cluster ;;
  esac
  is_member || refused
  finish_membership
  clear_detached "$unit"
  changed=$(what_changed "${repairs[@]}" "${changes[@]}")
  if [ -n "$changed" ]; then say "changed: $changed"; else say "unchanged: a member of ${setting[clusterName]}"; fi
}

gather_facts() {
  fact[cluster]=${setting[clusterName]}
  fact[own-cluster]=
  ! is_member || fact[own-cluster]=$(totem_value cluster_name)
  fact[authkey]=$(answer test -e /etc/corosync/authkey)
  fact[pvecm-runs]=$(answer is_running_detached "$unit")
  fact[attempted]=$(answer test -e "$(detached_log "$unit")")
  fact[quorate]=$(answer is_quorate)
  fact[whole]=$(answer has_its_files)
  fact[listed]=${fact[listed]-$(told_by_contact listed)}
  fact[behind]=$(told_by_contact behind)
}

answer() { if "$@"; then echo yes; else echo no; fi; }

# told_by_contact KEY: from the invitation, which may be missing for a node that is a member already.
told_by_contact() { sed -n "s/^$1 //p" "$work/payload"; }

join() {
  local fingerprint
  start_overlay "${setting[link0]}"
  start_etc_pve
  refuse_to_lose_guests /etc/pve/nodes
  fingerprint=$(told_by_contact fingerprint)
  { [ -n "$fingerprint" ] && grep -q '^ticket .' "$work/payload"; } || fail "no invitation came from the contact node" "see what the contact node said; then deploy again"
  (umask 077 && told_by_contact ticket >"$work/ticket")
  start_detached "$unit" "$work/ticket" pvecm add "${setting[contact]}" ${setting[id]:+--nodeid "${setting[id]}"} --link0 "${setting[link0]}" ${setting[link1]:+--link1 "${setting[link1]}"} --fingerprint "$fingerprint" "$@"
  rm "$work/ticket" "$work/payload"
  await_pvecm
  joined=yes
  changes+=("joined ${setting[clusterName]} through ${setting[contact]}")
}

# The cluster counts on this node, which knows nothing of it: the answer to an earlier join was lost.
join_again() {
  if [ "$(told_by_contact quorate)" = yes ]; then
    join --force 1
  elif [ "${setting[repair]:-safe}" = rejoin ]; then
    say "the cluster waits for the vote of this node, which knows nothing of it: ${setting[contactName]} has to forget it first"
    exit "$must_be_forgotten"
  else
    fail "the cluster waits for the vote of this node, which knows nothing of it: the answer to an earlier join was lost. Nothing of this node is in the cluster yet" \
      "on ${setting[contactName]}: pve-wan forget $node; then deploy again (or set repair to \"rejoin\", and a deploy does that)"
  fi
}

join_after_removal() {
  local how="on this node: pve-wan leave; then deploy again (or set repair to \"rejoin\", and a deploy does that)"
  [ "${setting[repair]:-safe}" = rejoin ] ||
    fail "this node was taken out of the cluster ${setting[clusterName]} and still has its files; a join would replace them" "$how"
  leave_cluster
  changes+=("put away what the node had of an earlier membership, see $state_dir/backup")
  join
}

another_cluster() {
  [ -n "${fact[own-cluster]}" ] || fail "/etc/corosync/authkey is left from another cluster" "if this node is in no cluster: rm /etc/corosync/authkey; then deploy again"
  fail "this node belongs to the cluster \"${fact[own-cluster]}\", not to \"${setting[clusterName]}\"" "a node cannot change its cluster: take another server, or install this one anew"
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
