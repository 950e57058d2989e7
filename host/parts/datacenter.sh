# Parts of Proxmox's options for the whole cluster (datacenter.cfg(5)) and of its replication jobs: set, remembered, taken back.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"

# "WHERE KEY OURS BEFORE" a line, - for nothing: what a deploy has set, and what was there.
set_by_us=$state_dir/bandwidth/datacenter

# what_is WHERE KEY: prints the value of now, or nothing. WHERE is an option, or replication:JOB.
what_is() {
  case $1 in
    replication:*) job_value "${1#*:}" "$2" ;;
    *) parts_of "$1" | sed -n "s/^$2=//p" ;;
  esac
}

# One part of an option a line.
parts_of() { if [ -e /etc/pve/datacenter.cfg ]; then sed -n "s/^$1: *//p" /etc/pve/datacenter.cfg | tr , '\n'; fi; }

replication_jobs() { if [ -e /etc/pve/replication.cfg ]; then sed -n 's/^local: *//p' /etc/pve/replication.cfg; fi; }

job_value() {
  if [ -e /etc/pve/replication.cfg ]; then
    awk -v job="$1" -v key="$2" '/^[^[:space:]]/ { here = $1 == "local:" && $2 == job } here && $1 == key { print $2 }' /etc/pve/replication.cfg
  fi
}

# set_value WHERE KEY VALUE: an empty value takes it out.
set_value() {
  local where=$1 key=$2 value=$3 parts
  case $where in
    replication:*)
      if [ -n "$value" ]; then ask_proxmox "/cluster/replication/${where#*:}" "--$key" "$value"; else ask_proxmox "/cluster/replication/${where#*:}" --delete "$key"; fi
      return
      ;;
  esac
  parts=$({ parts_of "$where" | sed "/^$key=/d"; [ -z "$value" ] || echo "$key=$value"; } | paste -sd ,)
  # "secure" is the default, and the one part that must be there beside a network.
  case $where/$parts in
    */ | migration/secure | migration/type=secure) ask_proxmox /cluster/options --delete "$where"; return ;;
  esac
  if [ "$where" = migration ] && ! grep -qE '(^|,)(type=|secure|insecure)' <<<"$parts"; then parts=secure,$parts; fi
  ask_proxmox /cluster/options "--$where" "$parts"
}

ask_proxmox() {
  pvesh set "$@" >"$work/pvesh" 2>&1 || fail "pvesh set $*: $(tail -n 1 "$work/pvesh")" "see: pvecm status (without quorum nothing can be changed); then deploy again"
}

# in_line <"WHERE KEY VALUE" lines: sets what is wanted, takes back what no longer is, and prints each change.
in_line() {
  local where key value ours before now wanted
  wanted=$(cat)
  while read -r where key ours before; do
    if ! grep -q "^$where $key " <<<"$wanted"; then take_back "$where" "$key" "$ours" "${before#-}"; fi
  done < <(if [ -e "$set_by_us" ]; then cat "$set_by_us"; fi)
  while read -r where key value; do
    now=$(what_is "$where" "$key")
    [ "$now" != "$value" ] || continue
    before=$(before_us "$where" "$key")
    remember "$where" "$key" "$value" "$before"
    set_value "$where" "$key" "$value"
    echo "$where: $key=$value"
  done < <(printf '%s' "${wanted:+$wanted$'\n'}")
}

# What somebody has changed since is theirs.
take_back() {
  local now
  now=$(what_is "$1" "$2")
  if [ "$now" = "$3" ] && [ "$now" != "$4" ]; then
    set_value "$1" "$2" "$4"
    echo "$1: $2${4:+=$4} as before"
  fi
  forget "$1" "$2"
}

remembered() { if [ -e "$set_by_us" ]; then awk -v where="$1" -v key="$2" '$1 == where && $2 == key' "$set_by_us"; fi; }

is_ours() { [ -n "$(remembered "$1" "$2")" ]; }

before_us() {
  local before
  before=$(remembered "$1" "$2" | cut -d ' ' -f 4)
  [ -n "$before" ] || before=$(what_is "$1" "$2")
  echo "${before:--}"
}

# Before the change itself: a step that is killed between the two loses nothing.
remember() {
  { others "$1" "$2"; echo "$1 $2 $3 $4"; } >"$set_by_us.new"
  mv "$set_by_us.new" "$set_by_us"
}

forget() {
  others "$1" "$2" >"$set_by_us.new"
  mv "$set_by_us.new" "$set_by_us"
}

others() { if [ -e "$set_by_us" ]; then awk -v where="$1" -v key="$2" '$1 != where || $2 != key' "$set_by_us"; fi; }
