# Fills the placeholders of a WireGuard configuration from the keys on this node.
# shellcheck shell=bash source-path=SCRIPTDIR source=wireguard-key.sh
. "${BASH_SOURCE[0]%/*}/wireguard-key.sh"

# fill_placeholders DIRECTORY <template: prints the configuration, or every missing key on standard error and fails.
# Keys are read by the shell itself, so that none is ever an argument of a process.
fill_placeholders() {
  local directory=$1 line placeholder file key missing=0
  local pattern='@(private-key|public-key:[A-Za-z0-9-]+|preshared-key:[A-Za-z0-9-]+)@'
  while IFS= read -r line || [ -n "$line" ]; do
    while [[ $line =~ $pattern ]]; do
      placeholder=${BASH_REMATCH[0]} key=""
      file=$(key_file "$directory" "${BASH_REMATCH[1]}")
      if [ -f "$file" ]; then IFS= read -r key <"$file" || key=""; fi
      if ! is_wireguard_key "$key"; then
        printf '%s holds no key\n' "$file" >&2
        missing=1 key=MISSING
      fi
      line=${line//$placeholder/$key}
    done
    printf '%s\n' "$line"
  done
  return "$missing"
}

# key_file DIRECTORY KIND[:OF]: of a peer, or of a tunnel by the names of its two ends in the order of their ids.
key_file() {
  case $2 in
    private-key) echo "$1/privatekey" ;;
    public-key:*) echo "$1/${2#*:}-pubkey" ;;
    preshared-key:*) echo "$1/psk-${2#*:}" ;;
  esac
}
