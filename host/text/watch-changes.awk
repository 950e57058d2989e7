# What is new since the last look. First file: the alarms of then (KEY SINCE SEEN WHAT); second: the findings of now
# (watch-findings.awk). Prints what is to be told; the alarms of now go to the file "state".
# hold: seconds for which near-failures are one alarm, not one each minute.

FILENAME != ARGV[ARGC - 1] { order[++known] = $1; since[$1] = $2; seen[$1] = $3; what[$1] = $4; next }
$1 == "unknown" { cannot_be_told[++unknowns] = $2 }
$1 == "alarm" {
  if (!($2 in since)) {
    order[++known] = $2
    since[$2] = now
    print "ALARM: " $3 "; next: " $4
  }
  seen[$2] = now
  what[$2] = $3
  is_now[$2] = 1
}

END {
  printf "" >state
  for (i = 1; i <= known; i++) {
    key = order[i]
    if (is_now[key] || is_unknown(key) || (key == "near-failure" && now - seen[key] < hold)) print key, since[key], seen[key], what[key] >state
    else print "recovered after " (now - since[key]) " s: " what[key]
  }
}

function is_unknown(key,  i) {
  for (i = 1; i <= unknowns; i++) if (index(key, cannot_be_told[i]) == 1) return 1
  return 0
}
