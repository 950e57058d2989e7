# Sourced by the scripts that compare clocks: whose is off.
# shellcheck shell=bash

clock_tolerance=5
# shellcheck disable=SC2034 # the scripts use it
set_clock="let it follow a time server (systemctl enable --now chrony; chronyc makestep)"

# clock_offset NODE ITS_CLOCK ASKED ANSWERED: prints "NODE<TAB>SECONDS" that it is ahead of this machine; the question's own time is no offset.
clock_offset() {
  local clock=${2%%.*} offset=0
  if [ "$clock" -gt "$4" ]; then offset=$((clock - $4)); fi
  if [ "$clock" -lt "$3" ]; then offset=$((clock - $3)); fi
  printf '%s\t%s\n' "$1" "$offset"
}

# wrong_clocks OFFSETS: one line for each clock that is not with the others. This machine counts as one of them, so that
# it is named when it is the one that is wrong, and not every node.
wrong_clocks() {
  { printf 'runner\t0\n'; cat "$1"; } | sort -t "$(printf '\t')" -k 2n | awk -F '\t' -v tolerance="$clock_tolerance" '
    { name[NR] = $1; offset[NR] = $2 }
    END {
      middle = offset[int((NR + 1) / 2)]
      for (i = 1; i <= NR; i++) {
        off = offset[i] - middle
        if (off > tolerance) printf "%s\tits clock is %d s ahead of the others\n", name[i], off
        if (off < -tolerance) printf "%s\tits clock is %d s behind the others\n", name[i], -off
      }
    }'
}
