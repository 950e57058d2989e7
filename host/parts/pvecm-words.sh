# What pvecm's complaints mean. Its exit status says nothing: it is 0 also when it failed.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"

# fail_as_pvecm LOG: ends the step with what pvecm add's words mean. Only words for the reader come of them; no decision does.
fail_as_pvecm() {
  local log=$1 cause next
  next="deploy again"
  if told 'not verified, abort'; then
    cause="port 8006 at ${setting[contact]} shows another certificate than the contact node's"
    next="if its certificate was just changed: deploy again; else find out who answers there: openssl s_client -connect ${setting[contact]}:8006"
  elif told '401 authentication failure'; then
    cause="the contact node did not accept the ticket that it had made"
    next="compare the clocks of both nodes (timedatectl); then deploy again"
  elif told "Can't connect to"; then
    cause="port 8006 of the contact node cannot be reached at ${setting[contact]}"
    next="on the contact node: systemctl status pveproxy; from here: ping ${setting[contact]}; then deploy again"
  elif told "can't add existing node"; then
    cause="the cluster has a node of this name already, from an earlier join that did not come to its end or from a node of before"
    next="if no other server has this name: on ${setting[contactName]}: pve-wan forget $node; then deploy again"
  elif told 'already used on link'; then
    cause="another node of the cluster has the address ${setting[link0]}"
    next="give this node an id of its own; if it is a node that is gone: on ${setting[contactName]}: pvecm delnode ITS-NAME; then deploy again"
  elif told 'got lock request timeout'; then
    cause="somebody else is changing the cluster's configuration, or was cut off while doing so"
    next="wait four minutes, after which the lock is void; then deploy again"
  elif told 'no quorum?' || told "unable to create directory '/etc/pve"; then
    cause="the cluster could not take anybody in: it had no quorum at that moment"
    next="on the contact node: pvecm status; when it is quorate deploy again"
  elif told 'read timeout'; then
    cause="the contact node did not answer in time; it may have taken this node in all the same"
    next="deploy again: it finds out which"
  elif told 'not found on local node'; then
    cause="an address of this node is not on any of its interfaces"
    next="ip -brief address; getent hosts $node; when ${setting[link0]} is on wg0 and the name means it, deploy again"
  elif told 'lookup .* failed\|address lookup'; then
    cause="the node's own name does not resolve"
    next="getent hosts $node; repair /etc/hosts, then deploy again"
  elif told 'Check if node may join a cluster failed'; then
    cause="pvecm refuses this node: $(sed -n 's/^\* //p' "$log" | paste -sd ';')"
    next="if it is in no cluster, remove what pvecm names; then deploy again"
  elif told 'broken pipe\|received interrupt'; then
    cause="pvecm was stopped in the middle"
  else
    without_a_word add
    cause="pvecm add ended without joining: $(last_words)"
    next="repair what its words above name, then deploy again"
  fi
  fail "$cause" "$next"
}

# fail_as_pvecm_create LOG: the same for pvecm create.
fail_as_pvecm_create() {
  local log=$1
  if told '/etc/pve/.*\(No such file\|Transport endpoint\)'; then
    fail "/etc/pve went away while pvecm create worked: pve-cluster had stopped; it is started again" \
      "see why it stopped: journalctl -u pve-cluster; then deploy again"
  fi
  without_a_word create
  fail "pvecm create made no cluster: $(last_words)" "repair what its words above name, then deploy again"
}

last_words() { awk 'NF { last = $0 } END { print last }' "$log"; }

# without_a_word COMMAND: a disk that is full takes no words either.
without_a_word() {
  [ ! -s "$log" ] || return 0
  fail "pvecm $1 did not come to its end and left no word in $log, where $(df -Pm "${log%/*}" | awk 'NR == 2 { print $4 }') MB are free" \
    "make room if there is none (df -h /var /etc); journalctl -u pve-cluster -u corosync; then deploy again"
}

told() { grep -q -- "$1" "$log"; }
