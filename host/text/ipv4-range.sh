# Arithmetic on IPv4 ranges.
# shellcheck shell=bash

ipv4_number() {
  local a b c d
  IFS=. read -r a b c d <<<"$1"
  echo $(((a << 24) | (b << 16) | (c << 8) | d))
}

# ipv4_within RANGE RANGE: the first lies wholly in the second. An address without a length is a /32.
ipv4_within() {
  local inner=${1%/*} inner_length=32 outer=${2%/*} outer_length=32 mask
  case $1 in */*) inner_length=${1#*/} ;; esac
  case $2 in */*) outer_length=${2#*/} ;; esac
  mask=$(((0xffffffff << (32 - outer_length)) & 0xffffffff))
  [ "$inner_length" -ge "$outer_length" ] && [ $(($(ipv4_number "$inner") & mask)) = $(($(ipv4_number "$outer") & mask)) ]
}
