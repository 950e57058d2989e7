import {
  ACCEPT_SSH,
  ahead,
  edited,
  insteadOfAccept,
  insteadOfEstablished,
  withMore,
} from "../base";
import { Draft } from "../ruleset";
import { Random } from "../random";

const named = (drafts: Record<string, string>): Draft[] =>
  Object.entries(drafts).map(([name, text]) => ({ name, text }));

export function acceptDrafts(): Draft[] {
  return named({
    "no-ssh": insteadOfAccept(""),
    "gui-only": insteadOfAccept('iifname "eth0" ip saddr @trusted_ipv4 tcp dport 8006 accept'),
    "udp-instead-of-tcp": edited("tcp dport { 22, 8006 }", "udp dport { 22, 8006 }"),
    "sport-instead-of-dport": edited("tcp dport { 22, 8006 }", "tcp sport { 22, 8006 }"),
    "empty-set": edited("elements = { 203.0.113.100/32 }", ""),
    "loopback-only": insteadOfAccept(`iifname "lo" ${ACCEPT_SSH.replace('iifname "eth0" ', "")}`),
    "nothing-but-policy":
      "table inet pve_wan {\n\tchain input { type filter hook input priority filter; policy drop; }\n}\n",
  });
}

export function orderDrafts(random: Random): Draft[] {
  const before = (rules: string) => insteadOfAccept(`${rules}\n${ACCEPT_SSH}`);
  return named({
    "drop-all": before("counter drop"),
    "drop-interface": before('iifname "eth0" counter drop'),
    "drop-network": before(`ip saddr 203.0.113.0/${random.integer(24, 25)} drop`),
    "drop-everything-first": ahead("drop"),
    "drop-all-but-loopback": ahead('iifname != "lo" drop'),
    return: before("return"),
    "reject-first": ahead("tcp dport 22 reject with tcp reset"),
    "reject-new": before("tcp dport 22 ct state new reject"),
    "goto-a-dead-end": withMore("chain dead_end { counter; }", before("goto dead_end")),
  });
}

export function rateDrafts(): Draft[] {
  const set = (rule: string, flags = "dynamic") =>
    withMore(`set seen { type ipv4_addr; size 1000; flags ${flags}; }`, ahead(rule));
  return named({
    "packets-a-day": ahead("tcp dport 22 limit rate over 1/day burst 1 packets drop"),
    "bytes-a-second": ahead("tcp dport 22 limit rate over 1 bytes/second burst 100 bytes drop"),
    quota: ahead("tcp dport 22 quota over 200 bytes drop"),
    "each-source": set(
      "tcp dport 22 add @seen { ip saddr limit rate over 1/hour burst 1 packets } drop",
    ),
    "connections-of-a-source": set(
      "tcp dport 22 ct state new add @seen { ip saddr ct count over 0 } reject",
    ),
    "no-connection-at-all": ahead("tcp dport 22 ct state new ct count over 0 drop"),
    "blacklisted-by-itself": set(
      "tcp dport 22 add @seen { ip saddr timeout 1h }\nip saddr @seen drop",
      "dynamic, timeout",
    ),
  });
}

export function conntrackDrafts(): Draft[] {
  const raw = (rules: string, text: string) =>
    withMore(`chain early { type filter hook prerouting priority raw; ${rules}; }`, text);
  const newOnly = ACCEPT_SSH.replace("accept", "ct state new accept");
  const untracked = insteadOfAccept(
    newOnly,
    edited("ct state invalid drop", "ct state invalid,untracked drop"),
  );
  return named({
    "drop-established": ahead("ct state established drop"),
    "drop-established-ssh": ahead("tcp dport 22 ct state established reject with tcp reset"),
    "new-only": insteadOfEstablished("", insteadOfAccept(newOnly)),
    "established-only": insteadOfAccept(
      ACCEPT_SSH.replace("accept", "ct state established accept"),
    ),
    "notrack-and-new": raw("tcp dport 22 notrack", insteadOfAccept(newOnly)),
    "notrack-dropped": raw("notrack", untracked),
    "other-zone": raw("tcp dport 22 ct zone set 5", insteadOfAccept(newOnly)),
    "drop-assured": ahead("tcp dport 22 ct status assured drop"),
    "drop-original": ahead("tcp dport 22 ct direction original drop"),
    "mark-required": insteadOfAccept(ACCEPT_SSH.replace("accept", "ct mark 0x1 accept")),
  });
}
