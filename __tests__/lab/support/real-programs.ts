import type { Lab } from "../../../lab";
import {
  PortForward,
  PublicService,
  resolveTopology,
  SourceNat,
  type ClusterProps,
} from "../../../lib/topology";
import { firewallRuleset, wireguardConfig } from "../../../lib/files";
import { articleNode, articleProps } from "./stack";

const article = articleProps(3);

/** Props that bring out every rule a ruleset can have. */
const VARIANTS: Record<string, ClusterProps> = {
  article,
  "all of the firewall": {
    ...article,
    trustedSources: ["203.0.113.100/32", "198.51.100.0/24", "2001:db8::/32"],
    nodes: {
      ...article.nodes,
      node1: articleNode(1, {
        publicInterface: "vmbr0",
        routedSubnets: ["10.10.1.0/24"],
        portForwards: [PortForward.tcp({ port: 8443, toAddress: "10.10.1.2", toPort: 443 })],
      }),
    },
    firewall: {
      publicServices: [PublicService.tcp(80, 443), PublicService.udp(443)],
      vmSubnets: ["10.10.0.0/16", "10.20.0.0/16"],
      vmBridges: ["vmbr*", "vnet1"],
      trustedInterfaces: ["eno2", "storage*"],
    },
  },
  "masquerade and flush": {
    ...article,
    firewall: { vmSubnets: ["10.10.0.0/16"], sourceNat: SourceNat.MASQUERADE, flushRuleset: true },
  },
  "one node": { ...article, nodes: { node1: articleNode(1) } },
};

/** Has every rendered file read by the program that it is for. */
export async function expectAcceptedByRealPrograms(lab: Lab, node: string): Promise<void> {
  for (const [name, props] of Object.entries(VARIANTS)) {
    const topology = resolveTopology(props, name, () => false);
    const [first] = topology.nodes;
    const ruleset = await lab.console(node, "nft -c -f -", {
      input: firewallRuleset(topology, first),
      check: false,
    });
    expect([name, ruleset.code, ruleset.stderr]).toEqual([name, 0, ""]);

    const key = "A".repeat(43) + "=";
    const config = wireguardConfig(topology, first).replace(/@[a-z-]+(:\w+)?@/g, key);
    const stripped = await lab.console(
      node,
      "f=$(mktemp -d)/wgtest.conf; (umask 077; cat > $f); wg-quick strip $f",
      { input: config },
    );
    expect(stripped.stdout.match(/^\[Peer\]$/gm) ?? []).toHaveLength(topology.nodes.length - 1);
  }
  await lab.console(node, "corosync -t");
  const units = "corosync.service wg-quick@wg0.service pve-wan-firewall.service";
  const verified = await lab.console(node, `systemd-analyze verify --man=no ${units}`, {
    check: false,
  });
  expect([verified.code, verified.stderr]).toEqual([0, ""]);
}
