# Puts a new firewall in force on trial: without firewall-confirm over a new connection the old one comes back by itself.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/firewall-attempt.sh
. "$library/parts/firewall-attempt.sh"

main() {
  local seconds id why
  read_input
  lock_node
  seconds=${setting[confirmSeconds]:-60}
  id=$(cut -c 1-8 /proc/sys/kernel/random/uuid)
  candidate=$work/candidate.nft
  make_candidate
  install -d -m 0700 "$attempts" "$attempts/$id"
  cp "$candidate" "$work/rules" "$attempts/$id/"
  lock_firewall
  find_pending
  why=$(reasons)
  if [ -z "$why" ]; then
    set_state "$id" unchanged
    say "unchanged: the firewall is in force and loaded at boot"
  else
    keep_old_rules "$attempts/$id/old.nft"
    arm "$id" "$seconds"
    # Only now that the new rollback is armed; no moment passes without one.
    [ -z "$pending" ] || { set_state "$pending" "replaced by $id"; disarm "$pending"; }
    nft -f "$attempts/$id/candidate.nft" || { set_state "$id" "not applied"; disarm "$id"; fail "nft could not load the firewall; the old one is in force" "see nft's lines above, then deploy again"; }
    say "changed: the new firewall is in force on trial, for $seconds s unless it is confirmed ($why)"
  fi
  forget_finished "$id"
  echo "attempt $id"
}

# Replacing the own table in the same transaction: loaded twice, each rule would be there twice.
make_candidate() {
  local error
  { replace_own_table; cat "$work/payload"; } >"$candidate"
  if grep -Eq '^[[:space:]]*flush +ruleset' "$work/payload"; then cp "$work/payload" "$candidate"; fi
  error=$(nft --check --file "$candidate" 2>&1) || nft_refuses "${error//"$candidate"/ruleset}"
  # A rule on an interface by index cannot be loaded outside of the node's own network; then it is simply put in force.
  rules_of "$candidate" "$work" >"$work/rules" 2>/dev/null || : >"$work/rules"
  grep -Eq "^[[:space:]]*table +inet +pve_wan" "$work/payload" || fail "the firewall has no table inet pve_wan, nothing was changed" "deploy again with the library version that installed this tool"
}

# Its lines can be many; the last thing to be read is what it comes to.
nft_refuses() {
  printf '%s\n' "$1" >&2
  fail "nft does not accept the firewall, nothing was changed: $(head -n 1 <<<"$1")" "correct what nft's lines above name, then deploy again"
}

# Why the candidate has to be put in force; nothing when it is.
reasons() {
  {
    [ -z "$pending" ] || echo "an earlier attempt was never confirmed"
    if [ ! -s "$work/rules" ]; then
      echo "its rules cannot be compared with those in force"
    elif ! live_rules | cmp -s - "$work/rules"; then
      echo "other rules or none were in force"
    fi
    shortcomings "$candidate"
  } | paste -sd , | sed 's/,/, /g'
}

# An attempt that nobody confirmed yet (a deployment was killed): its rules are not proven, what it would roll back to is.
find_pending() {
  local state
  pending=""
  for state in "$attempts"/*/state; do
    if [ ! -f "$state" ] || [ "$(<"$state")" != pending ]; then continue; fi
    pending=${state%/state} pending=${pending##*/}
  done
}

# The own table alone where the candidate is known to change no other; else everything.
keep_old_rules() {
  : >"$1"
  if touches_others "$work"; then { echo "flush ruleset"; nft --stateless list ruleset; } >"$1"; fi
  if [ -n "$pending" ]; then
    cat "$attempts/$pending/old.nft" >>"$1"
  elif [ ! -s "$1" ]; then
    replace_own_table >"$1"
    nft list tables >"$work/tables"
    if grep -qx "table inet pve_wan" "$work/tables"; then nft --stateless list table inet pve_wan >>"$1"; fi
  fi
  nft --check --file "$1" || fail "the rules in force could not be put back as nft prints them, so nothing was changed" "see nft's lines above: load the old rules from a file that nft accepts, then deploy again"
}

arm() {
  cp "$library/files/firewall-rollback.sh" "$attempts/$1/rollback"
  set_state "$1" pending
  systemd-run --quiet --collect --unit "$(rollback_unit "$1")" --on-active="$2s" --timer-property=AccuracySec=100ms \
    --description="put the old firewall back unless attempt $1 is confirmed" \
    --property=Restart=on-failure --property=RestartSec=5s /bin/bash "$attempts/$1/rollback" 8>&- 9>&-
}

# Those that came to nothing are remembered until the next boot: a late confirmation is told why it has no effect.
forget_finished() {
  local directory
  for directory in "$attempts"/*; do
    [ "${directory##*/}" != "$1" ] || continue
    case $(cat "$directory/state" 2>/dev/null) in
      pending | replaced* | rolled-back*) ;;
      *) rm -rf "$directory" ;;
    esac
  done
}
