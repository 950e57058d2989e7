import { firewallRuleset } from "../../../lib/files";
import { type ClusterProps, type NodeProps, resolveTopology } from "../../../lib/topology";
import { addressOf, RUNNER_ADDRESS } from "../../../lab/topology";

type Change = Partial<Omit<ClusterProps, "nodes">> & { readonly node?: Partial<NodeProps> };

/** The ruleset that the library makes for a node of the lab with changed properties; it is the same for every node. */
export function rendered({ node, ...cluster }: Change = {}): string {
  const props: ClusterProps = {
    clusterName: "wan-cluster",
    trustedSources: [`${RUNNER_ADDRESS}/32`],
    nodes: {
      node1: {
        id: 1,
        site: "east",
        publicAddress: addressOf("node1"),
        publicInterface: "eth0",
        ...node,
      },
    },
    ...cluster,
  };
  const topology = resolveTopology(props, "faults", () => false);
  return firewallRuleset(topology, topology.nodes[0]);
}

/** The one that lets the runner in. */
export const GOOD = rendered();

export const ACCEPT_SSH = 'iifname "eth0" ip saddr @trusted_ipv4 tcp dport { 22, 8006 } accept';
const ESTABLISHED = "ct state established,related accept";
const INPUT = "type filter hook input priority filter; policy drop;";

/** The good one with one text in the place of another that it must hold. */
export function edited(from: string, to: string, text = GOOD): string {
  if (!text.includes(from)) throw new Error(`the library's ruleset does not hold: ${from}`);
  return text.replace(from, () => to);
}

/** With another rule, or none, where SSH is accepted. */
export const insteadOfAccept = (rules: string, text = GOOD) => edited(ACCEPT_SSH, rules, text);

/** With a rule ahead of all others for what comes in. */
export const ahead = (rules: string, text = GOOD) => edited(INPUT, `${INPUT}\n${rules}`, text);

/** With another rule, or none, where the input chain accepts what belongs to known connections. */
export function insteadOfEstablished(rules: string, text = GOOD): string {
  const input = text.indexOf("chain input");
  if (input === -1) throw new Error("the library's ruleset has no chain input");
  return text.slice(0, input) + edited(ESTABLISHED, rules, text.slice(input));
}

/** With more in the table: chains, sets, objects. */
export function withMore(lines: string, text = GOOD): string {
  return edited("table inet pve_wan {\n", `table inet pve_wan {\n${lines}\n`, text);
}
