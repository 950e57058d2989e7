# Sent to a node on standard input and run there by "bash -s"; the files follow on the same input.
# shellcheck shell=bash
set -euo pipefail

folder=/usr/local/lib/pve-wan
command=/usr/local/sbin/pve-wan
node=$(uname -n)
node=${node%%.*}

refuse() {
  printf '%s: host-tool: failed: %s\n' "$node" "$1" >&2
  printf '%s: host-tool: next: %s\n' "$node" "$2" >&2
  exit 1
}

main() {
  local new=$folder.$1 part old
  # A step of the old version that still runs must not lose its files.
  exec 9>/run/lock/pve-wan.lock
  flock -w 300 9 || refuse "another pve-wan step still runs here" "wait for it (ps -C pve-wan), then deploy again"
  if [ "$(readlink "$folder")" = "${new##*/}" ] && [ "$(readlink "$command")" = "$folder/pve-wan" ] && [ "$(version_of "$new")" = "$1" ] && works "$command"; then
    cat >/dev/null
    echo "$node: host-tool: unchanged: version $1"
    exit 0
  fi
  part=$(mktemp -d "$new.XXXXXX")
  tar --extract --gzip --no-same-owner --directory "$part" ||
    { rm -rf "$part"; refuse "the files did not arrive whole" "see the line above (df -h /usr shows a full disk); then deploy again"; }
  chmod 0755 "$part" "$part/pve-wan"
  works "$part/pve-wan" || { rm -rf "$part"; refuse "the new version $1 does not run here; the old one is in place" "see the line above"; }
  sync -f "$part"
  rm -rf "$new"
  mv -T "$part" "$new"
  # What is no link was put there by hand.
  [ -L "$folder" ] || rm -rf "$folder"
  link "${new##*/}" "$folder"
  link "$folder/pve-wan" "$command"
  for old in "$folder".*; do [ "$old" = "$new" ] || rm -rf "$old"; done
  works "$command" || refuse "the new version $1 is in place and does not run" "see the line above"
  echo "$node: host-tool: changed: installed version $1"
  exit 0
}

# What install.sh calls the version: somebody may have edited a file.
version_of() { (cd "$1" && find . -type f | LC_ALL=C sort | xargs -d '\n' sha256sum | sha256sum | cut -c 1-16); }

works() { [ -x "$1" ] && "$1" help >/dev/null </dev/null; }

# link TARGET LINK: in one step, so that the command exists at every moment.
link() {
  ln -sfn "$1" "$2.new"
  mv -T "$2.new" "$2"
}
