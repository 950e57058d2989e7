# A WireGuard configuration as facts, one a line, sorted: two of them are equal when they mean the same.
# shellcheck shell=bash

# wireguard_facts <configuration (of "wg-quick strip" or "wg showconf")
wireguard_facts() {
  awk '
    function trimmed(text) { gsub(/^[ \t]+|[ \t]+$/, "", text); return text }
    function flush_peer(  i) { for (i = 1; i <= facts; i++) print "peer " key " " fact[i]; if (section == "[peer]") print "peer " key; facts = 0; key = "" }
    { sub(/#.*/, ""); $0 = trimmed($0) }
    /^\[/ { flush_peer(); section = tolower($0); next }
    $0 == "" { next }
    {
      split_at = index($0, "="); name = tolower(trimmed(substr($0, 1, split_at - 1))); value = trimmed(substr($0, split_at + 1))
      if (section == "[interface]") { print "interface " name " " value; next }
      if (name == "publickey") { key = value; next }
      if (name == "persistentkeepalive" && (value == "off" || value == 0)) next
      if (name == "allowedips") {
        parts = split(value, ips, ",")
        for (i = 1; i <= parts; i++) { ip = trimmed(ips[i]); if (ip == "") continue; if (ip !~ /\//) ip = ip (ip ~ /:/ ? "/128" : "/32"); fact[++facts] = name " " ip }
        next
      }
      fact[++facts] = name " " value
    }
    END { flush_peer() }
  ' | sort
}

# interface_setting NAME <configuration of wg-quick: its values, one a line.
interface_setting() {
  awk -v wanted="$1" '
    { sub(/#.*/, "") }
    /^[ \t]*\[/ { section = tolower($0); gsub(/[ \t]/, "", section); next }
    section == "[interface]" {
      split_at = index($0, "="); name = substr($0, 1, split_at - 1); value = substr($0, split_at + 1); gsub(/[ \t]/, "", name)
      if (tolower(name) != tolower(wanted)) next
      parts = split(value, values, ",")
      for (i = 1; i <= parts; i++) { gsub(/[ \t]/, "", values[i]); if (values[i] != "") print values[i] }
    }'
}
