# Fills the placeholders of a WireGuard configuration from the keys on this node.
# shellcheck shell=bash source-path=SCRIPTDIR source=wireguard-key.sh
. "${BASH_SOURCE[0]%/*}/wireguard-key.sh"

# fill_placeholders DIRECTORY NODE <template: prints the configuration, or every missing key on standard error and fails.
# Keys are read by the shell itself, so that none is ever an argument of a process.
fill_placeholders() {
  local directory=$1 own=$2 line placeholder file key missing=0
  local pattern='@(private-key|public-key:[A-Za-z0-9-]+|preshared-key:[A-Za-z0-9-]+)@'
  while IFS= read -r line || [ -n "$line" ]; do
    while [[ $line =~ $pattern ]]; do
      placeholder=${BASH_REMATCH[0]} key=""
      file=$(key_file "$directory" "$own" "${BASH_REMATCH[1]}")
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

# A tunnel's key is named after its two nodes, in the order of their ids, which the node does not know.
key_file() {
  local directory=$1 own=$2 peer=${3#*:}
  case $3 in
    private-key) echo "$directory/privatekey" ;;
    public-key:*) echo "$directory/$peer-pubkey" ;;
    preshared-key:*)
      if [ -f "$directory/psk-$peer-$own" ]; then echo "$directory/psk-$peer-$own"; else echo "$directory/psk-$own-$peer"; fi
      ;;
  esac
}
