# What may become a file's name or a key in a WireGuard configuration.
# shellcheck shell=bash

is_node_name() { [[ $1 =~ ^[A-Za-z0-9][A-Za-z0-9-]*$ ]]; }

# 32 bytes in base64: the last character before "=" carries four bits.
is_wireguard_key() { [[ $1 =~ ^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$ ]]; }
