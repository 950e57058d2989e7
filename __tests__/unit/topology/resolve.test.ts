import { InvalidTopologyError, PortForward, PublicService, SourceNat } from "../../../lib/topology";
import {
  articleNode,
  articleNodes,
  articleProps,
  NUMBER_TOKEN,
  problemsOf,
  resolve,
  TOKEN,
  withNode2,
} from "./article";

const KEY = `${"A".repeat(43)}=`;

test("the defaults are the article's values", () => {
  const topology = resolve(articleProps());
  expect(topology.overlay).toEqual({
    cidr: "172.16.10.0/24",
    prefixLength: 24,
    mtu: 1420,
    listenPort: 51820,
    persistentKeepalive: 25,
    interface: "wg0",
  });
  expect(topology.corosync).toEqual({
    token: 10000,
    tokenRetransmitsBeforeLossConst: 10,
    join: 1000,
    sendJoin: 500,
    merge: 400,
    link0Priority: 20,
    link1Priority: 10,
    explicitCrypto: false,
  });
  expect(topology.firewall).toEqual({
    publicServices: [],
    vmSubnets: [],
    sourceNat: SourceNat.SNAT,
    vmBridges: ["vmbr*"],
    confirmSeconds: 60,
    flushRuleset: false,
  });
});

test("a prop that is written out as undefined means its default", () => {
  const topology = resolve(
    articleProps({ corosync: { token: undefined }, firewall: { vmBridges: undefined } }),
  );
  expect(topology.corosync.token).toBe(10000);
  expect(topology.firewall.vmBridges).toEqual(["vmbr*"]);
});

test("nodes stand by id whatever their order in the props, and the lowest is the contact", () => {
  const { nodes, contact, pairs } = resolve(
    articleProps({
      nodes: { zulu: articleNode(2), alpha: articleNode(10), mike: articleNode(7) },
    }),
  );
  expect(nodes.map(({ name, overlayAddress }) => [name, overlayAddress])).toEqual([
    ["zulu", "172.16.10.2"],
    ["mike", "172.16.10.7"],
    ["alpha", "172.16.10.10"],
  ]);
  expect(contact.name).toBe("zulu");
  expect(pairs.map(({ a, b }) => `${a.name}-${b.name}`)).toEqual([
    "zulu-mike",
    "zulu-alpha",
    "mike-alpha",
  ]);
});

test("removing a node renumbers no other", () => {
  const { node1, node3 } = articleNodes();
  const { nodes } = resolve(articleProps({ nodes: { node1, node3 } }));
  expect(nodes.map(({ overlayAddress }) => overlayAddress)).toEqual(["172.16.10.1", "172.16.10.3"]);
});

test("SSH goes to the public address and the cluster's port unless the node says otherwise", () => {
  const [node1, node2] = resolve({
    ...withNode2({ sshAddress: "gate.example.com", sshPort: 2022 }),
    ssh: { port: 2222 },
  }).nodes;
  expect([node1.sshAddress, node1.sshPort]).toEqual(["203.0.113.11", 2222]);
  expect([node2.sshAddress, node2.sshPort]).toEqual(["gate.example.com", 2022]);
});

test("full names come from the node, else from the domain, else from nowhere", () => {
  const [node1, node2] = resolve({
    ...withNode2({ fqdn: "node2.east.example.com" }),
    domain: "example.com",
  }).nodes;
  expect([node1.fqdn, node2.fqdn]).toEqual(["node1.example.com", "node2.east.example.com"]);
  expect(resolve(articleProps()).nodes[0].fqdn).toBeUndefined();
});

test("a preshared key may name its two nodes in either order", () => {
  const { presharedKeys } = resolve(
    articleProps({ presharedKeys: { "node3-node1": KEY, "node1-node2": TOKEN } }),
  );
  expect(presharedKeys).toEqual({ "node1-node3": KEY, "node1-node2": TOKEN });
});

test("all problems are reported at once, each with the construct's path", () => {
  const props = {
    ...withNode2({ id: 1, publicAddress: "203.0.113.11/24", site: "New York" }),
    clusterName: "a-cluster-across-cities",
    trustedSources: [],
    haSites: ["north"],
    overlay: { cidr: "203.0.113.0/24" },
  };
  const report = problemsOf(props);
  expect(report.map((line) => line.split(":")[0])).toEqual([
    "clusterName",
    "nodes.node2.site",
    "nodes.node2.publicAddress",
    "nodes.node2.id",
    "trustedSources",
    "nodes.node1.publicAddress",
    "nodes.node2.publicAddress",
    "nodes.node3.publicAddress",
    "haSites[0]",
  ]);
  expect(() => resolve(props)).toThrow(InvalidTopologyError);
  expect(() => resolve(props)).toThrow(
    /^wan-stack\/cluster: 9 invalid props\n {2}wan-stack\/cluster: clusterName: got /,
  );
});

test("problems are lowercase and end without a full stop", () => {
  const report = problemsOf({ ...withNode2({ id: 0 }), trustedSources: ["office"] });
  expect(report).toHaveLength(2);
  for (const line of report) expect(line).toMatch(/; allowed: [a-z].*; fix: [a-z].*[^.]$/);
});

test("tokens pass wherever another resource could supply the value", () => {
  const props = articleProps({
    nodes: {
      node1: articleNode(1),
      node2: articleNode(2, {
        publicAddress: TOKEN,
        publicInterface: TOKEN,
        fqdn: TOKEN,
        sshAddress: TOKEN,
        sshPort: NUMBER_TOKEN,
        sshHostKey: TOKEN,
        wireguardPublicKey: TOKEN,
        routedSubnets: [TOKEN, "10.10.2.0/24"],
        portForwards: [PortForward.tcp({ port: 443, toAddress: TOKEN })],
      }),
      node3: articleNode(3, { publicAddress: TOKEN }),
    },
    trustedSources: [TOKEN],
    domain: TOKEN,
    overlay: { listenPort: NUMBER_TOKEN },
    firewall: { vmSubnets: [TOKEN], publicServices: [PublicService.tcp(NUMBER_TOKEN)] },
    presharedKeys: { "node1-node2": TOKEN },
    ssh: { privateKeyPath: TOKEN, knownHostsPath: TOKEN },
    renderTo: TOKEN,
  });
  expect(problemsOf(props)).toEqual([]);
  const [, node2] = resolve(props).nodes;
  expect([node2.publicAddress, node2.sshPort, node2.routedSubnets[0]]).toEqual([
    TOKEN,
    NUMBER_TOKEN,
    TOKEN,
  ]);
});
