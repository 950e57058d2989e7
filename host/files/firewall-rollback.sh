#!/bin/bash
# Runs when an attempt at a new firewall was not confirmed in time: puts the old rules back. It is copied beside the
# attempt it belongs to, and needs nothing else that a deployment could be changing at that moment.
set -euo pipefail
attempt=$(/usr/bin/dirname "$(/usr/bin/readlink -f "${BASH_SOURCE[0]}")")

# Nobody holds this lock for long; should it hang all the same, a locked-out administrator matters more.
exec 8>/run/lock/pve-wan-firewall.lock
/usr/bin/flock -w 10 8 || echo "the firewall's lock is held; going on without it"
state=forgotten
[ ! -f "$attempt/state" ] || state=$(<"$attempt/state")
if [ "$state" != pending ]; then
  echo "attempt ${attempt##*/} is $state, nothing to roll back"
  exit 0
fi
/usr/sbin/nft -f "$attempt/old.nft"
echo "rolled-back at $(/usr/bin/date +%T)" >"$attempt/state.new"
/usr/bin/mv -T "$attempt/state.new" "$attempt/state"
echo "attempt ${attempt##*/} was not confirmed: the old firewall is in force again"
