import { firewallRuleset } from "../../../lib/files";
import {
  PortForward,
  PublicService,
  SourceNat,
  type ClusterProps,
  type FirewallProps,
} from "../../../lib/topology";
import {
  articleNode,
  articleNodes,
  articleProps,
  NUMBER_TOKEN,
  resolve,
  TOKEN,
  withNode2,
} from "../topology/article";
import { golden } from "./rendered";

const rulesetOf = (props: ClusterProps, index = 0): string => {
  const topology = resolve(props);
  return firewallRuleset(topology, topology.nodes[index]);
};

const withFirewall = (firewall: FirewallProps): string => rulesetOf(articleProps({ firewall }));

test.each([0, 1, 2])("the article's ruleset, node %i", (index) => {
  expect(rulesetOf(articleProps(), index)).toBe(golden("firewall.nft"));
});

test("everything at once", () => {
  const vmbr0 = articleNode(1, {
    publicInterface: "vmbr0",
    sshPort: 2222,
    portForwards: [
      PortForward.tcp({ port: 8443, toAddress: "10.10.1.5", toPort: 443 }),
      PortForward.udp({ port: 53, toAddress: "10.10.1.6" }),
    ],
  });
  const props = articleProps({
    nodes: { ...articleNodes(), node1: vmbr0 },
    trustedSources: ["203.0.113.100/32", "203.0.113.0/24", "2001:db8:1::/48"],
    overlay: { cidr: "10.99.0.0/28", listenPort: 51999 },
    firewall: {
      publicServices: [PublicService.tcp(80, 443), PublicService.udp(443)],
      vmSubnets: ["10.10.0.0/16"],
      vmBridges: ["vmbr*", "vmbr1", "vnet7"],
    },
  });
  expect(rulesetOf(props)).toBe(golden("everything.nft"));
});

test("what comes from trusted interfaces is accepted, after what concerns the overlay", () => {
  const text = withFirewall({ trustedInterfaces: ["eno2", "storage*", "storage1", TOKEN] });
  expect(text).toContain(`
\t\t# Trusted interfaces: everything
\t\tiifname { "eno2", "storage*", "${TOKEN}" } accept
`);
  expect(withFirewall({ trustedInterfaces: ["eno2"] })).toContain('\t\tiifname "eno2" accept\n');
  expect(withFirewall({ trustedInterfaces: [] })).toBe(withFirewall({}));
});

test("flushRuleset begins as the article does", () => {
  const text = withFirewall({ flushRuleset: true });
  expect(text).toContain("\nflush ruleset\ntable inet pve_wan {\n");
  expect(text).not.toContain("delete table");
});

test("source addresses are replaced by the public one, or by whatever the interface has", () => {
  const vmSubnets = ["10.10.0.0/16", TOKEN];
  const rule = 'oifname "eth0" ip saddr @vm_subnets';
  expect(withFirewall({ vmSubnets })).toContain(`\t\t${rule} snat ip to 203.0.113.11\n`);
  const masquerade = withFirewall({ vmSubnets, sourceNat: SourceNat.MASQUERADE });
  expect(masquerade).toContain(`\t\t${rule} masquerade\n`);
  expect(masquerade).toContain(`elements = { 10.10.0.0/16, ${TOKEN} }`);
});

test("a node behind NAT has no public address to put in, whatever the others do", () => {
  const behindNat = withNode2({ publicAddress: undefined, sshAddress: "198.51.100.7" });
  const props = { ...behindNat, firewall: { vmSubnets: ["10.10.0.0/16"] } };
  expect(rulesetOf(props, 0)).toContain("snat ip to 203.0.113.11\n");
  expect(rulesetOf(props, 1)).toContain("@vm_subnets masquerade\n");
});

test("corosync's second link is open to the other nodes' addresses, before corosync is shut out", () => {
  const nodes = articleNodes();
  const linked = Object.fromEntries(
    Object.entries(nodes).map(([name, node]) => [
      name,
      { ...node, link1Address: node.publicAddress },
    ]),
  );
  const rules = rulesetOf(articleProps({ nodes: linked }), 1).match(/^.*udp dport 540.*$/gm)!;
  expect(rules.map((rule) => rule.trim())).toEqual([
    "ip saddr { 203.0.113.11, 203.0.113.13 } ip daddr 203.0.113.12 udp dport 5406 accept",
    'iifname "eth0" udp dport 5405-5412 counter drop',
  ]);
});

test("addresses of IPv6 are compared as such: overlay, second link, a tunnel's own endpoint", () => {
  const nodes = Object.fromEntries(
    Object.entries(articleNodes()).map(([name, node]) => [
      name,
      { ...node, link1Address: `fd99::${node.id}` },
    ]),
  );
  const endpoints = { node1: "FD98:0::1", node2: "fd98::2" };
  const props = articleProps({
    nodes,
    overlay: { cidr: "fd10::/64" },
    tunnels: { "node1-node2": { endpoints } },
  });
  const compared = rulesetOf(props, 0).match(/^.* ip6 [sd]addr fd.*$|^\s*ip6 .*fd.*$/gm)!;
  expect(compared.map((rule) => rule.trim())).toEqual([
    'iifname != { "lo", "wg0" } ip6 saddr fd10::/64 counter drop',
    "ip6 saddr { fd99::2, fd99::3 } ip6 daddr fd99::1 udp dport 5406 accept",
    "ip6 daddr fd98::1 udp dport 51820 accept",
  ]);
});

test("WireGuard is let in where a tunnel's own endpoint is, too", () => {
  const endpoints = { node1: "10.0.0.1", node2: "10.0.0.2" };
  const props = articleProps({ tunnels: { "node1-node2": { endpoints } } });
  const accepted = (index: number) =>
    rulesetOf(props, index)
      .match(/^.*udp dport 51820 accept$/gm)!
      .map((rule) => rule.trim());
  const onPublicSide = 'iifname "eth0" udp dport 51820 accept';
  expect(accepted(0)).toEqual([onPublicSide, "ip daddr 10.0.0.1 udp dport 51820 accept"]);
  expect(accepted(2)).toEqual([onPublicSide]);
});

test("there is no address translation unless something needs it", () => {
  expect(withFirewall({ sourceNat: SourceNat.MASQUERADE })).not.toContain("type nat");
});

test("without bridges nothing is forwarded", () => {
  const text = withFirewall({ vmBridges: [], vmSubnets: ["10.10.0.0/16"] });
  const forward = text.slice(text.indexOf("chain forward"), text.indexOf("chain srcnat"));
  expect(forward.match(/accept/g)).toHaveLength(2);
  expect(forward).toContain('iifname "fwbr*" oifname "fwbr*" accept');
  expect(forward).toContain("ct state established,related accept");
});

test("tokens pass unchanged", () => {
  const props = {
    ...withNode2({ publicAddress: TOKEN, publicInterface: TOKEN, sshPort: NUMBER_TOKEN }),
    trustedSources: [TOKEN],
    firewall: { vmSubnets: [TOKEN] },
  };
  const text = rulesetOf(props, 1);
  expect(text).toContain(`iifname "${TOKEN}" udp dport 51820 accept`);
  expect(text).toContain(`snat ip to ${TOKEN}\n`);
  expect(text).toContain(`elements = { ${TOKEN} }`);
  expect(text).toContain(`tcp dport { ${NUMBER_TOKEN}, 8006 } accept`);
});
