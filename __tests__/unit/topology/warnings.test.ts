import { PublicService, WARNING_IDS, warningsOf, type ClusterProps } from "../../../lib/topology";
import { articleNode, articleNodes, articleProps, resolve, TOKEN, withNode2 } from "./article";

const idsOf = (props: ClusterProps): string[] => warningsOf(resolve(props)).map(({ id }) => id);

const twoSites = { ...articleNodes(), node4: articleNode(4, { site: "west" }) };

/** For each warning, props that call for it and for nothing else. */
const FIRES: Record<string, ClusterProps> = {
  "quorum-two-nodes": articleProps({ nodes: articleNodes(2) }),
  "quorum-two-sites": articleProps({ nodes: twoSites }),
  "ha-site-without-quorum": articleProps({ haSites: ["east", "west"] }),
  "token-near-watchdog": articleProps({ corosync: { token: 13000 } }),
  "many-peers": articleProps({ nodes: articleNodes(12), corosync: { tokenCoefficient: 125 } }),
  "mtu-below-1280": articleProps({ overlay: { mtu: 1279 } }),
  "mtu-above-path": articleProps({ overlay: { mtu: 1441 } }),
  "no-family-in-common": withNode2({ publicAddress: undefined, publicAddress6: "2001:db8::12" }),
  "overlay-not-private": articleProps({ overlay: { cidr: "198.51.100.0/24" } }),
  "public-bridge-matches-vm-bridges": withNode2({ publicInterface: "vmbr0" }),
  "open-to-everyone": articleProps({ trustedSources: ["0.0.0.0/0"] }),
};

test("every warning has its three tests", () => {
  expect(Object.keys(FIRES)).toEqual(WARNING_IDS);
});

describe.each(Object.entries(FIRES))("%s", (id, props) => {
  test("fires, alone", () => {
    expect(idsOf(props)).toEqual([id]);
  });

  test("is silenced by its acknowledgement", () => {
    expect(idsOf({ ...props, acknowledgeWarnings: [id] })).toEqual([]);
  });

  test("its acknowledgement silences nothing else", () => {
    const others = WARNING_IDS.filter((other) => other !== id);
    for (const other of others) {
      expect(idsOf({ ...FIRES[other], acknowledgeWarnings: [id] })).toEqual([other]);
    }
    expect(idsOf({ ...props, acknowledgeWarnings: others })).toEqual([id]);
  });
});

test("messages are lowercase, without a full stop, and name what to look at", () => {
  for (const [id, props] of Object.entries(FIRES)) {
    const [{ message }] = warningsOf(resolve(props));
    expect([id, message]).toEqual([id, expect.stringMatching(/^(?:[^A-Z].*|HA .*|SSH .*)[^.]$/)]);
  }
});

describe("what is not warned of", () => {
  test("the article's own cluster", () => {
    expect(idsOf(articleProps())).toEqual([]);
  });

  test("three sites of which any two hold quorum", () => {
    const nodes = {
      node1: articleNode(1, { site: "a" }),
      node2: articleNode(2, { site: "b" }),
      node3: articleNode(3, { site: "c" }),
    };
    expect(idsOf(articleProps({ nodes }))).toEqual([]);
  });

  test("HA on the site that holds quorum", () => {
    expect(idsOf(articleProps({ haSites: ["east"] }))).toEqual([]);
  });

  test("an interface that is not known yet", () => {
    expect(idsOf(withNode2({ publicInterface: TOKEN }))).toEqual([]);
  });

  test("many peers without keepalives", () => {
    const props = FIRES["many-peers"];
    expect(idsOf({ ...props, overlay: { persistentKeepalive: 0 } })).toEqual([]);
  });
});

describe("mtu-above-path", () => {
  const nodes = Object.fromEntries(
    Object.entries(articleNodes()).map(([name, node]) => [
      name,
      { ...node, publicAddress: undefined, publicAddress6: `2001:db8::${node.id}` },
    ]),
  );

  test("counts the larger header where a tunnel goes over IPv6", () => {
    expect(idsOf(articleProps({ overlay: { mtu: 1440 } }))).toEqual([]);
    expect(idsOf(articleProps({ nodes, overlay: { mtu: 1420 } }))).toEqual([]);
    expect(idsOf(articleProps({ nodes, overlay: { mtu: 1421 } }))).toEqual(["mtu-above-path"]);
  });
});

test("an end without a family in common has a tunnel with endpoints of its own", () => {
  const { nodes } = FIRES["no-family-in-common"];
  const endpoints = { node1: "10.0.0.1", node2: "10.0.0.2" };
  const ends = {
    "node1-node2": { endpoints },
    "node2-node3": { endpoints: { node2: "10.0.0.2", node3: "10.0.0.3" } },
  };
  expect(idsOf(articleProps({ nodes, tunnels: ends }))).toEqual([]);
});

describe("token-near-watchdog", () => {
  const nodes = (count: number): ClusterProps => articleProps({ nodes: articleNodes(count) });

  test("counts the coefficient for every node beyond the second", () => {
    expect(idsOf(nodes(7))).toEqual([]);
    expect(idsOf(nodes(8))).toEqual(["token-near-watchdog"]);
    expect(idsOf({ ...nodes(8), corosync: { tokenCoefficient: 125 } })).toEqual([]);
  });

  test("counts a consensus that is set", () => {
    expect(idsOf(articleProps({ corosync: { consensus: 19000 } }))).toEqual([]);
    expect(idsOf(articleProps({ corosync: { consensus: 19350 } }))).toEqual([
      "token-near-watchdog",
    ]);
  });
});

test("a public service on the port of SSH or of the GUI is open to everyone too", () => {
  const open = (port: number): ClusterProps =>
    articleProps({ firewall: { publicServices: [PublicService.tcp(port)] }, ssh: { port: 2222 } });
  expect(idsOf(open(443))).toEqual([]);
  expect(idsOf(open(22))).toEqual([]);
  expect(idsOf(open(2222))).toEqual(["open-to-everyone"]);
  expect(idsOf(open(8006))).toEqual(["open-to-everyone"]);
});

test("an overlay that is only partly private is not private", () => {
  expect(idsOf(articleProps({ overlay: { cidr: "172.0.0.0/8" } }))).toEqual([
    "overlay-not-private",
  ]);
});
