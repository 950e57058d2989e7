# What is to be known of HA on a site that cannot hold quorum by itself.
# shellcheck shell=bash

# ha_note SITE FILE: SITE cannot hold quorum, FILE lists HA's resources (/etc/pve/ha/resources.cfg). Nothing without a site or without resources.
ha_note() {
  local resources
  [ -n "$1" ] && [ -e "$2" ] || return 0
  resources=$(awk '/^[a-z]+: *[^ ]/ { found++ } END { print found + 0 }' "$2")
  [ "$resources" -gt 0 ] || return 0
  echo "note: HA has resources ($resources), and $1 cannot hold quorum alone: when it is cut off, its nodes on which HA is active reset themselves; keep HA off there until the link is trusted"
}
