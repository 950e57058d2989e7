# What a look has found, from its sources (host/steps/watch.sh): lines of words parted by tabs.
#   alarm KEY WHAT NEXT    something is not as it should be
#   unknown KEY            whatever alarm begins with this key can neither be raised nor ended now
#   metric LINE            a value in the words of Prometheus
# Nothing is run and nothing is read here but these texts.

function alarm(key, what, next_step) { alarms++; print "alarm\t" key "\t" what "\t" next_step }
function unknown(key) { print "unknown\t" key }
function metric(name, labels, value) { print "metric\tpve_wan_" name (labels == "" ? "" : "{" labels "}") " " value }

BEGIN {
  HANDSHAKE_LIMIT = 180
  CLOCK_TOLERANCE = 5
  section = 0
}

/^@/ { source = substr($1, 2); read_source[source] = 1; next }
$0 == "absent" { absent[source] = 1; next }

source == "peers" { peers++; name[peers] = $1; id[peers] = $2; address[peers] = $3; key_of[peers] = $4 }
source == "handshakes" { handshake[$1] = $2 }

# stats.knet.node2.link0.connected (u8) = 1
source == "links" && $1 ~ /^stats\.knet\.node[0-9]+\.link[0-9]+\.(connected|latency_ave|down_count)$/ {
  split($1, part, ".")
  sub(/^node/, "", part[3]); sub(/^link/, "", part[4])
  link[part[3], part[4], part[5]] = $NF
  if (part[4] + 0 > last_link) last_link = part[4] + 0
}

source == "links" && $1 == "stats.srp.operational_entered" { formed = $NF }
source == "links" && $1 == "stats.srp.mcast_retx" { sent_again = $NF }

source == "members" && $1 == "totem.config_version" { running_version = $NF }
source == "members" && $1 ~ /^runtime\.members\.[0-9]+\.status$/ { split($1, part, "."); status[part[3]] = $NF }

source == "quorum" && /^Quorate:/ { quorate = $2 }
source == "quorum" && /^Total votes:/ { votes = $3 }
source == "quorum" && /^Expected votes:/ { expected_votes = $3 }

source == "services" {
  split_at = index($0, "=")
  property = substr($0, 1, split_at - 1); value = substr($0, split_at + 1)
  # systemd prints the properties of a unit in an order of its own.
  if (property == "ActiveState") active[section] = value
  if (property == "UnitFileState") boot[section] = value
  if (property == "Id") id_of[section] = value
  if ($0 == "") section++
}

source == "version" && $1 == "config_version:" { file_version = $2 }
source == "clock" { clock_of = $1; theirs = $2; asked = $3; answered = $4 }

source == "journal" && /Token has not been received/ { near["token"]++ }
source == "journal" && /Retransmit List/ { near["retransmit"]++ }
source == "journal" && /link: [0-9]+ is down/ { near["link"]++ }

END {
  tunnels()
  corosync()
  services_of_the_cluster()
  clocks()
  near_failures()
  metric("alarms", "", alarms + 0)
  metric("watch_timestamp_seconds", "", now)
}

function tunnels(  i, age) {
  if (absent["handshakes"]) {
    alarm("interface", "wg0 is not there: this node has no tunnel at all", "journalctl -u wg-quick@wg0; then systemctl restart wg-quick@wg0")
    unknown("handshake ")
    return
  }
  for (i = 1; i <= peers; i++) {
    if (handshake[key_of[i]] + 0 == 0) {
      alarm("handshake " name[i], "tunnel to " name[i] ": there was no handshake since wg0 came up", tunnel_advice(i))
      continue
    }
    age = now - handshake[key_of[i]]
    metric("handshake_age_seconds", "peer=\"" name[i] "\"", age)
    if (age > HANDSHAKE_LIMIT) alarm("handshake " name[i], "tunnel to " name[i] ": the last handshake was " age " s ago", tunnel_advice(i))
  }
}

function tunnel_advice(i) { return "is " name[i] " on? wg show wg0 on both ends; is UDP let through both ways?" }

function corosync(  i, l, connected) {
  if (absent["links"] || absent["members"]) { unknown("link "); unknown("member "); unknown("version") }
  else {
    for (i = 1; i <= peers; i++) {
      for (l = 0; l <= last_link; l++) {
        if (!((id[i], l, "connected") in link)) continue
        connected = link[id[i], l, "connected"]
        metric("link_connected", "peer=\"" name[i] "\",link=\"" l "\"", connected)
        metric("link_latency_seconds", "peer=\"" name[i] "\",link=\"" l "\"", link[id[i], l, "latency_ave"] / 1000000)
        metric("link_downs_total", "peer=\"" name[i] "\",link=\"" l "\"", link[id[i], l, "down_count"] + 0)
        if (connected != 1) alarm("link " l " " name[i], "corosync's link " l " to " name[i] " is down", "ping " address[i] "; corosync-cfgtool -s on both ends")
      }
      if (status[id[i]] != "joined") alarm("member " name[i], name[i] " is no member of the cluster now", "on " name[i] ": systemctl status corosync pve-cluster; here: pvecm status")
    }
    metric("config_version", "", running_version)
    if (formed != "") metric("memberships_formed_total", "", formed)
    if (sent_again != "") metric("messages_sent_again_total", "", sent_again)
    if (absent["version"] || file_version == "") unknown("version")
    else if (running_version != file_version)
      alarm("version", "corosync runs version " running_version " of its configuration, the file is version " file_version, "corosync-cfgtool -R; where that does not help: systemctl restart corosync")
  }
  if (quorate == "Yes") metric("quorate", "", 1)
  else {
    metric("quorate", "", 0)
    alarm("quorum", quorate == "" ? "this node knows of no quorum: corosync does not answer" : "no quorum: " votes " of " expected_votes " votes; /etc/pve is read-only, and no guest starts here", "pvecm status; wg show wg0; with HA resources this node resets itself after 60 s")
  }
}

function services_of_the_cluster(  i, called) {
  for (i = 0; i <= section; i++) {
    if (id_of[i] == "") continue
    called = id_of[i]
    sub(/\.service$/, "", called)
    metric("service_active", "unit=\"" called "\"", active[i] == "active" ? 1 : 0)
    if (active[i] != "active") alarm("runs " called, called " does not run (" active[i] ")", "journalctl -u " called "; then systemctl start " called)
    if (boot[i] !~ /^(enabled|enabled-runtime|static|alias)$/) alarm("boot " called, called " does not start at boot (" (boot[i] == "" ? "there is no such unit" : boot[i]) ")", "systemctl enable " called)
  }
}

function clocks(  offset) {
  if (clock_of == "") { unknown("clock"); return }
  # The question's own time is no offset.
  if (theirs > answered) offset = theirs - answered
  if (theirs < asked) offset = theirs - asked
  metric("clock_offset_seconds", "peer=\"" clock_of "\"", offset + 0)
  if (offset > CLOCK_TOLERANCE) alarm("clock", "the clock here is " offset " s behind that of " clock_of, clock_advice())
  if (offset < -CLOCK_TOLERANCE) alarm("clock", "the clock here is " (-offset) " s ahead of that of " clock_of, clock_advice())
}

function clock_advice() { return "the one that follows no time server is wrong, chronyc tracking on both says which: systemctl enable --now chrony; chronyc makestep" }

function near_failures() {
  if ("journal" in read_source) metric("late_tokens", "", near["token"] + 0)
  if (near["token"] + near["retransmit"] + near["link"] == 0) return
  alarm("near-failure", "corosync came close to losing a member: token late " (near["token"] + 0) " times, messages sent again " (near["retransmit"] + 0) " times, links down " (near["link"] + 0) " times", "journalctl -u corosync; what else uses the line then? docs/tuning.md says what longer timers cost")
}
