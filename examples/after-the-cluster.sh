#!/bin/bash
# after-the-cluster.sh NETWORK: guests move between nodes through this network. Needs CONTACT, the address of any node.
set -euo pipefail

options=(-o BatchMode=yes)
if [ -n "${PVE_WAN_SSH_KEY:-}" ]; then options+=(-i "$PVE_WAN_SSH_KEY"); fi
if [ -n "${PVE_WAN_KNOWN_HOSTS:-}" ]; then options+=(-o "UserKnownHostsFile=$PVE_WAN_KNOWN_HOSTS"); fi

ssh "${options[@]}" "root@$CONTACT" pvesh set /cluster/options --migration "secure,network=$1"
