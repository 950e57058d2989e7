# Joining replaces root's authorized_keys by the cluster's, which is out of reach while /etc/pve is not mounted.
# authorized_keys2 is read by Debian's sshd and left alone by Proxmox.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"

changes=()
safe_keys=/root/.ssh/authorized_keys2

keep_root_keys() {
  # A member's authorized_keys holds the cluster's keys: copied, they would outlive a node's removal.
  if is_member && [ -s "$safe_keys" ]; then return 0; fi
  keys_at_risk >"$work/keys"
  [ -s "$work/keys" ] || return 0
  key_files | grep -Fqx "$safe_keys" || fail "sshd reads no $safe_keys, so $(wc -l <"$work/keys") keys would stop working at the join" \
    "add .ssh/authorized_keys2 to AuthorizedKeysFile in /etc/ssh/sshd_config (see: sshd -T | grep authorizedkeysfile), then deploy again"
  install -d -m 0700 "${safe_keys%/*}"
  # awk, not cat: a last line without a newline would swallow the next key.
  { [ ! -f "$safe_keys" ] || awk 1 "$safe_keys"; cat "$work/keys"; } | awk '!seen[$0]++ || /^[ \t]*(#|$)/' >"$work/merged"
  if replace_file "$safe_keys" 0600 <"$work/merged"; then changes+=("copied root's keys to $safe_keys"); fi
}

# Files that sshd reads for root, in its order.
key_files() {
  sshd -T | sed -n 's/^authorizedkeysfile //p' | tr ' ' '\n' | sed -e 's,%h,/root,g; s,%u,root,g; s,%%,%,g' -e '/^none$/d; /^[^/]/s,^,/root/,'
}

# authorized_keys itself and whatever lies in /etc/pve; other files are not touched by Proxmox.
keys_at_risk() {
  local file
  key_files | while IFS= read -r file; do
    [ -r "$file" ] || continue
    case $file,$(readlink -f "$file") in
      /root/.ssh/authorized_keys,* | *,/etc/pve/*) grep -Ev '^[[:space:]]*(#|$)' "$file" || [ "$?" = 1 ] ;;
    esac
  done
}
