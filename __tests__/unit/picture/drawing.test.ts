import { drawingOf } from "../../../lib/picture";
import type { ClusterProps } from "../../../lib/topology";
import { articleNode, articleNodes, articleProps, resolve, TOKEN } from "../topology/article";

const tunnelsOf = (props: ClusterProps) => drawingOf(resolve(props)).tunnels;

test("the article's cluster is nothing special", () => {
  expect(drawingOf(resolve(articleProps({ haSites: ["east"] })))).toEqual({
    nodes: [
      { name: "node1", site: "east", reached: "IPv4" },
      { name: "node2", site: "east", reached: "IPv4" },
      { name: "node3", site: "west", reached: "IPv4" },
    ],
    tunnels: [
      { ends: ["node1", "node2"], opensOneWay: false, notes: [] },
      { ends: ["node1", "node3"], opensOneWay: false, notes: [] },
      { ends: ["node2", "node3"], opensOneWay: false, notes: [] },
    ],
    haSites: ["east"],
  });
});

test("a node behind NAT opens its tunnels, whichever id it has", () => {
  const behindNat = { publicAddress: undefined, sshAddress: "192.0.2.9" };
  const nodes = { ...articleNodes(), node2: articleNode(2, behindNat) };
  const { nodes: drawn, tunnels } = drawingOf(resolve(articleProps({ nodes })));
  expect(drawn[1].reached).toBe("behind NAT");
  expect(tunnels.map(({ ends, opensOneWay }) => [ends.join(">"), opensOneWay])).toEqual([
    ["node2>node1", true],
    ["node1>node3", false],
    ["node2>node3", true],
  ]);
});

test("tunnels over IPv6 and with endpoints of their own say so", () => {
  const address = (id: number) => ({ publicAddress: undefined, publicAddress6: `2001:db8::${id}` });
  const nodes = {
    node1: articleNode(1, { publicAddress6: "2001:db8::1" }),
    node2: articleNode(2, address(2)),
    node3: articleNode(3, { publicAddress6: "2001:db8::3" }),
  };
  const endpoints = { node1: "10.0.0.1", node3: "10.0.0.3" };
  const props = articleProps({ nodes, tunnels: { "node3-node1": { endpoints } } });
  expect(drawingOf(resolve(props)).nodes.map(({ reached }) => reached)).toEqual([
    "IPv4 and IPv6",
    "IPv6",
    "IPv4 and IPv6",
  ]);
  expect(tunnelsOf(props).map(({ notes }) => notes)).toEqual([
    ["IPv6"],
    ["own endpoints"],
    ["IPv6"],
  ]);
});

test("addresses that are not known yet are in no picture", () => {
  const nodes = { ...articleNodes(), node1: articleNode(1, { publicAddress: TOKEN }) };
  expect(JSON.stringify(drawingOf(resolve(articleProps({ nodes }))))).not.toContain("TfToken");
});
