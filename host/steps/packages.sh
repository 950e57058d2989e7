# Installs the Debian packages that are missing.
# shellcheck shell=bash source-path=SCRIPTDIR source=../lib.sh
. "${BASH_SOURCE[0]%/*}/../lib.sh"

lock_seconds=300
patience=(-o "DPkg::Lock::Timeout=$lock_seconds" -o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20)
held='Could not get lock|Unable to (acquire|lock)|lock (was|is) locked by'

main() {
  local -a wanted missing
  read_input
  required packages
  lock_node
  read -ra wanted <<<"${setting[packages]}"
  mapfile -t missing < <(not_installed "${wanted[@]}")
  if [ "${#missing[@]}" = 0 ]; then
    say "unchanged: ${wanted[*]} installed"
  else
    install_packages "${missing[@]}"
    say "changed: installed ${missing[*]}"
  fi
  show_versions
}

not_installed() {
  local package
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
  done
}

install_packages() {
  local -a missing
  export DEBIAN_FRONTEND=noninteractive
  finish_interrupted_installation
  refresh_lists
  if ! patiently apt-get "${patience[@]}" -y --no-install-recommends -o Dpkg::Options::=--force-confold install "$@"; then
    tail -n 15 "$work/output" >&2
    fail "apt could not install $*$repositories_failed" \
      "see apt's lines above; make \"apt-get update && apt-get install $*\" work on this node, then deploy again"
  fi
  mapfile -t missing < <(not_installed "$@")
  [ "${#missing[@]}" = 0 ] || fail "apt reported success, but ${missing[*]} is not installed" \
    "run: apt-get install ${missing[*]}; then deploy again"
}

# A power cut in the middle of an installation leaves dpkg refusing everything until this was run.
finish_interrupted_installation() {
  [ -n "$(find /var/lib/dpkg/updates -type f)" ] || [ -n "$(dpkg --audit)" ] || return 0
  say "an earlier installation was interrupted: dpkg --configure -a finishes it"
  patiently dpkg --force-confold --configure -a && return 0
  tail -n 15 "$work/output" >&2
  fail "dpkg --configure -a could not finish an interrupted installation" "see dpkg's lines above; repair it by hand, then deploy again"
}

# Proxmox's enterprise repository answers 401 without a subscription: what counts is whether the packages can be had.
refresh_lists() {
  local line
  repositories_failed=""
  patiently apt-get "${patience[@]}" update || repositories_failed="; apt-get update failed as well"
  while IFS= read -r line; do
    say "a repository was left out: $line"
  done < <(failed_repositories)
}

# apt complains of one repository in several lines; where nothing could be fetched that one says enough.
failed_repositories() {
  if grep -q '^[EW]: Failed to fetch' "$work/output"; then
    sed -nE 's/^[EW]: Failed to fetch +//p' "$work/output" | sort -u
  else
    sed -nE 's/^E: //p' "$work/output" | sort -u
  fi
}

# patiently COMMAND...: output goes to a file; waits while another program (unattended-upgrades, an administrator) holds a lock.
patiently() {
  wait_until "$lock_seconds" finished "$@" || fail "another program still holds a lock of apt after $lock_seconds s: $(grep -Em1 "$held" "$work/output")" \
    "wait for it to end (ps -C apt-get,apt,dpkg,unattended-upgr), then deploy again"
  return "$finished_status"
}

finished() {
  finished_status=0
  "$@" </dev/null >"$work/output" 2>&1 9>&- || finished_status=$?
  [ "$finished_status" = 0 ] || ! grep -Eq "$held" "$work/output"
}

show_versions() {
  local wireguard
  case " ${setting[packages]} " in *" nftables "*) say "$(nft --version)" ;; esac
  case " ${setting[packages]} " in *" wireguard-tools "*) ;; *) return 0 ;; esac
  if [ -e /sys/module/wireguard ] || modprobe --quiet --dry-run wireguard 2>/dev/null; then
    wireguard="WireGuard in the kernel ($(uname -r))"
  elif command -v wireguard-go >/dev/null; then
    wireguard="no WireGuard in the kernel, wireguard-go is used: slower, for tests"
  else
    fail "neither the kernel $(uname -r) has WireGuard nor is wireguard-go installed" "boot Proxmox's own kernel, then deploy again"
  fi
  say "$(wg --version | cut -d' ' -f1,2); $wireguard"
}
