# How far a node has come on its way into a cluster. Pure: facts in, one word out.
# shellcheck shell=bash

# join_state: prints the state that the facts in the associative array "fact" tell of. What is missing counts as "no".
#   wanted          cluster NAME
#   on the joiner   own-cluster NAME, authkey, pvecm-runs, attempted, quorate, whole
#   by the contact  listed (yes, no; missing: not asked), behind NAME
join_state() {
  if [ -z "${fact[own-cluster]:-}" ]; then
    if is_so pvecm-runs; then
      echo waiting
    elif is_so listed; then
      echo answer-lost
    elif is_so authkey; then
      echo foreign
    elif is_so attempted; then
      echo refused
    else
      echo not-joined
    fi
  elif [ "${fact[own-cluster]}" != "${fact[cluster]}" ]; then
    echo foreign
  elif is_so pvecm-runs && [ -z "${fact[behind]:-}" ]; then
    echo waiting
  elif [ "${fact[listed]:-}" = no ]; then
    echo removed
  elif [ -n "${fact[behind]:-}" ]; then
    echo behind
  elif ! is_so quorate; then
    echo waiting
  elif ! is_so whole; then
    echo unfinished
  else
    echo joined
  fi
}

is_so() { [ "${fact[$1]:-no}" = yes ]; }
