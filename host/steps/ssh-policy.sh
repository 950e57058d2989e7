# Pins how root may log in and keeps every key that can: pvecm changes both.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"
# shellcheck source-path=SCRIPTDIR source=../parts/root-keys.sh
. "$library/parts/root-keys.sh"

# First of all files, for sshd takes the first value it meets; pvecm rewrites sshd_config itself.
pin=/etc/ssh/sshd_config.d/00-pve-wan.conf
# After a join sshd_config itself allows passwords: without the pin nothing else would tell how it was.
pinned_value=$state_dir/permit-root-login

changes=()

main() {
  local policy
  read_input
  lock_node
  # Where sshd does not run it makes this directory itself, and without it refuses to print its settings.
  install -d -m 0755 /run/sshd
  policy=$(root_login)
  if [ -f "$pinned_value" ]; then
    pin_policy "$(<"$pinned_value")"
  elif [ -f "$pin" ]; then
    pin_policy "$(pinned)"
  elif [ "$policy" = yes ]; then
    say "PermitRootLogin is yes here, with passwords; that is how it was and it stays so"
  else
    pin_policy "$policy"
  fi
  keep_root_keys
  if [ "${#changes[@]}" -gt 0 ]; then say "changed: $(printf '%s\n' "${changes[@]}" | paste -sd ';' | sed 's/;/; /g')"; fi
  [ "${#changes[@]}" -gt 0 ] || say "unchanged: PermitRootLogin $(root_login), every key is kept"
}

# root_login [FILE]: the value in force as sshd itself reads its files.
root_login() { sshd -T ${1:+-f "$1"} | sed -n 's/^permitrootlogin //p'; }

# Older and newer sshd have different words for the same.
same_policy() { [ "${1/without-password/prohibit-password}" = "${2/without-password/prohibit-password}" ]; }

pinned() { sed -nE 's/^PermitRootLogin +//p' "$pin"; }

pin_policy() {
  local value=${1/without-password/prohibit-password}
  install -d -m 0755 "${pin%/*}"
  install -d -m 0700 "$state_dir"
  if replace_file "$pin" 0644 <<<"PermitRootLogin $value"; then changes+=("pinned PermitRootLogin $value ($pin)"); fi
  if ! sshd -t 2>"$work/error"; then
    [ "${#changes[@]}" = 0 ] || rm "$pin"
    fail "sshd does not accept its configuration: $(<"$work/error")" "repair /etc/ssh/sshd_config, then deploy again"
  fi
  prove_pin "$value"
  [ "${#changes[@]}" = 0 ] || systemctl reload ssh.service
  [ -f "$pinned_value" ] || replace_file "$pinned_value" 0600 <<<"$value"
}

# The value must hold now, and also after pvecm has put "PermitRootLogin yes" into sshd_config.
prove_pin() {
  local now after
  { sed -E 's/^#?PermitRootLogin.*/PermitRootLogin yes/' /etc/ssh/sshd_config; echo "PermitRootLogin yes"; } >"$work/sshd_config"
  now=$(root_login) after=$(root_login "$work/sshd_config")
  if same_policy "$now" "$1" && same_policy "$after" "$1"; then return 0; fi
  # A pin without effect must not be found by the next run and taken for the policy from before.
  [ "${#changes[@]}" = 0 ] || rm "$pin"
  fail "PermitRootLogin $1 cannot be pinned: it is $now now and would be $after after the join" \
    "put \"Include /etc/ssh/sshd_config.d/*.conf\" first in /etc/ssh/sshd_config, and PermitRootLogin into no file that is read before $pin; then deploy again"
}
