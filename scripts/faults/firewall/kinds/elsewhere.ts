import { RUNNER_ADDRESS } from "../../../../lab/topology";
import { ahead, GOOD, rendered, withMore } from "../base";
import { Draft } from "../ruleset";
import { PROXIED, PROXY, REDIRECTED } from "../tables";

const named = (drafts: Record<string, string>): Draft[] =>
  Object.entries(drafts).map(([name, text]) => ({ name, text }));

const chain = (type: string, hook: string, rules: string): string =>
  withMore(`chain more { type ${type} hook ${hook}; policy accept; ${rules}; }`);

export function chainDrafts(): Draft[] {
  return named({
    "before-input": chain(
      "filter",
      "input priority filter - 10",
      'iifname "eth0" tcp dport 22 drop',
    ),
    "after-input": chain(
      "filter",
      "input priority filter + 10",
      'iifname "eth0" tcp dport 22 drop',
    ),
    "last-at-input": chain("filter", "input priority 2147483647", "tcp dport 22 reject"),
    prerouting: chain("filter", "prerouting priority mangle", `ip saddr ${RUNNER_ADDRESS} drop`),
    ingress: chain("filter", 'ingress device "eth0" priority 0', "tcp dport 22 drop"),
  });
}

export function outputDrafts(): Draft[] {
  return named({
    policy: withMore("chain out { type filter hook output priority filter; policy drop; }"),
    interface: chain("filter", "output priority filter", 'oifname "eth0" drop'),
    runner: chain("filter", "output priority raw", `ip daddr ${RUNNER_ADDRESS} drop`),
    established: chain("filter", "output priority filter", "ct state established drop"),
    postrouting: chain("filter", "postrouting priority mangle", "tcp sport 22 drop"),
  });
}

export function divertedDrafts(): Draft[] {
  return named({
    "to-a-vm": chain(
      "nat",
      "prerouting priority dstnat",
      `iifname "eth0" tcp dport 22 dnat ip to ${PROXY}`,
    ),
    "to-another-port": chain("nat", "prerouting priority dstnat", "tcp dport 22 redirect to :23"),
    "rewritten-port": chain("filter", "prerouting priority raw", "tcp dport 22 tcp dport set 8007"),
    "rewritten-answer": chain(
      "route",
      "output priority mangle",
      `tcp sport 22 ip daddr set ${PROXY}`,
    ),
    "rewritten-address": chain(
      "filter",
      "prerouting priority raw",
      `tcp dport 22 ip daddr set ${PROXY}`,
    ),
  });
}

const input = (priority: string, rule: string): string =>
  `chain input { type filter hook input priority ${priority}; policy accept; ${rule}; }`;

/** Lets in only what the earlier ruleset, which is ours, has marked. */
const MARKED = `table inet gate {
  ${input("filter + 20", 'iifname "eth0" tcp dport 22 meta mark != 0x77 drop')}
}\n`;

export function othersDrafts(): Draft[] {
  const behindProxy = rendered({ trustedSources: [`${PROXY}/32`] });
  return [
    {
      name: "redirected-port",
      others: REDIRECTED,
      sshPort: 2222,
      text: rendered({ ssh: { port: 2222 } }),
    },
    { name: "proxied-source", others: PROXIED, old: behindProxy, text: GOOD },
    {
      name: "mark-of-the-old-rules",
      others: MARKED,
      old: ahead('iifname "eth0" tcp dport 22 meta mark set 0x77'),
      text: GOOD,
    },
    {
      name: "brought-along-before",
      text: `${GOOD}table inet newcomer {\n${input("filter - 1", "tcp dport 22 drop")}\n}\n`,
    },
    {
      name: "brought-along-after",
      text: `${GOOD}table ip newcomer {\n${input("filter + 1", "tcp dport 22 reject")}\n}\n`,
    },
    {
      name: "rule-in-theirs",
      text: `${GOOD}add rule ip users input tcp dport 22 drop\n`,
    },
    {
      name: "network-device",
      text: `${GOOD}table netdev newcomer {\nchain in { type filter hook ingress device "eth0" priority 0; tcp dport 22 drop; }\n}\n`,
    },
  ];
}

export function flushDrafts(): Draft[] {
  const firewall = { flushRuleset: true };
  return [
    { name: "wrong-source", text: rendered({ firewall, trustedSources: ["198.51.100.7/32"] }) },
    { name: "wrong-interface", text: rendered({ firewall, node: { publicInterface: "enp9s0" } }) },
    {
      name: "their-redirect-gone",
      others: REDIRECTED,
      sshPort: 2222,
      text: rendered({ firewall }),
    },
    {
      name: "their-proxy-gone",
      others: PROXIED,
      old: rendered({ trustedSources: [`${PROXY}/32`] }),
      text: rendered({ firewall, trustedSources: [`${PROXY}/32`] }),
    },
    {
      name: "in-the-middle",
      others: REDIRECTED,
      sshPort: 2222,
      text: `table inet nobody { }; flush ruleset\n${GOOD}`,
    },
    {
      name: "their-table-deleted",
      others: REDIRECTED,
      sshPort: 2222,
      text: `${GOOD}delete table ip forwarder\n`,
    },
  ];
}
