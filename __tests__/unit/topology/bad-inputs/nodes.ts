import { articleNode, articleNodes, articleProps, withNode2 } from "../article";
import type { BadInput } from "./row";

export const NODES: readonly BadInput[] = [
  [
    withNode2({ id: 1 }),
    "nodes.node2.id: got 1; allowed: an id of its own; fix: node1 has it already: change one of the two",
  ],
  [
    withNode2({ id: 0 }),
    "nodes.node2.id: got 0; allowed: a whole number from 1; fix: number the nodes 1, 2, 3, …",
  ],
  [
    withNode2({ id: 1.5 }),
    "nodes.node2.id: got 1.5; allowed: a whole number from 1; fix: number the nodes 1, 2, 3, …",
  ],
  [
    withNode2({ id: 255 }),
    "nodes.node2.id: got 255; allowed: 1 to 254, the room of overlay.cidr 172.16.10.0/24; fix: take a lower id or a larger overlay",
  ],
  [
    withNode2({ site: "New York" }),
    'nodes.node2.site: got "New York"; allowed: letters, digits, - and _, at most 63 characters; fix: choose a short name for the place, without spaces',
  ],
  [
    withNode2({ fqdn: "other.example.com" }),
    'nodes.node2.fqdn: got "other.example.com"; allowed: a full name that begins with node2 and a dot; fix: make name and full name agree',
  ],
  [
    withNode2({ fqdn: "node2" }),
    'nodes.node2.fqdn: got "node2"; allowed: a full name such as node1.example.com; fix: write name and domain, joined by a dot',
  ],
  [
    articleProps({ nodes: { ...articleNodes(), "b\nad": articleNode(3) } }),
    'nodes["b\\nad"]: got "b\\nad"; allowed: a host name: letters, digits and inner hyphens, at most 63 characters, not digits alone; fix: take the name that `hostname` says on the node',
    'nodes["b\\nad"].id: got 3; allowed: an id of its own; fix: node3 has it already: change one of the two',
    'nodes["b\\nad"].publicAddress: got "203.0.113.13"; allowed: an address of its own; fix: node3 has it already: change one of the two',
  ],
  [
    withNode2({ generation: -1 }),
    "nodes.node2.generation: got -1; allowed: a whole number from 0 to 9007199254740991; fix: choose a number in that range",
  ],
  [
    articleProps({ nodes: { ...articleNodes(), Node1: articleNode(4) } }),
    'nodes.Node1: got "Node1"; allowed: a name that differs by more than upper and lower case; fix: node1 has it already: change one of the two',
  ],
  [
    articleProps({ nodes: { ...articleNodes(), node_4: articleNode(4) } }),
    'nodes.node_4: got "node_4"; allowed: a host name: letters, digits and inner hyphens, at most 63 characters, not digits alone; fix: take the name that `hostname` says on the node',
  ],
  [
    articleProps({ nodes: { ...articleNodes(), "4": articleNode(4) } }),
    'nodes.4: got "4"; allowed: a host name: letters, digits and inner hyphens, at most 63 characters, not digits alone; fix: take the name that `hostname` says on the node',
  ],
  [
    articleProps({ nodes: { ...articleNodes(), "node4\nnode5": articleNode(4) } }),
    'nodes["node4\\nnode5"]: got "node4\\nnode5"; allowed: a host name: letters, digits and inner hyphens, at most 63 characters, not digits alone; fix: take the name that `hostname` says on the node',
  ],
  [
    articleProps({
      nodes: { a: articleNode(1), "b-c": articleNode(2), "a-b": articleNode(3), c: articleNode(4) },
    }),
    'nodes: got two tunnels named "a-b-c"; allowed: node names whose pairs, joined by a hyphen, differ; fix: rename one of the nodes, for example without its hyphen',
  ],
  [
    articleProps({ nodes: {} }),
    "nodes: got 0 nodes; allowed: 1 to 32 nodes; fix: describe your servers",
  ],
  [
    articleProps({ nodes: articleNodes(33) }),
    "nodes: got 33 nodes; allowed: 1 to 32 nodes; fix: make two clusters of them",
  ],
  [
    articleProps({ nodes: { ...articleNodes(), node4: { id: 4 } as never } }),
    "nodes.node4.site: got nothing; allowed: letters, digits, - and _, at most 63 characters; fix: choose a short name for the place, without spaces",
    "nodes.node4: got none of publicAddress, publicAddress6 and sshAddress; allowed: at least one of them; fix: write publicAddress; a node behind NAT needs sshAddress instead, where SSH reaches it",
    "nodes.node4.publicInterface: got nothing; allowed: the name of a network interface, 1 to 15 bytes without spaces, slashes, colons, quotes, backslashes and stars; fix: take the name that `ip address` shows beside the public address",
  ],
  [
    articleProps({ nodes: undefined as never }),
    "nodes: got 0 nodes; allowed: 1 to 32 nodes; fix: describe your servers",
  ],
  [
    articleProps({ nodes: { ...articleNodes(), "node4.example.com": articleNode(4) } }),
    'nodes["node4.example.com"]: got "node4.example.com"; allowed: a host name: letters, digits and inner hyphens, at most 63 characters, not digits alone; fix: did you mean "node4", with "example.com" as the domain?',
  ],
  [
    articleProps({ nodes: { ...articleNodes(), localhost: articleNode(4) } }),
    'nodes.localhost: got "localhost"; allowed: a host name: letters, digits and inner hyphens, at most 63 characters, not digits alone; fix: take the name that `hostname` says on the node',
  ],
  [
    articleProps({ nodes: { ...articleNodes(), "node4-": articleNode(4) } }),
    'nodes.node4-: got "node4-"; allowed: a host name: letters, digits and inner hyphens, at most 63 characters, not digits alone; fix: take the name that `hostname` says on the node',
  ],
  [
    withNode2({ site: undefined as never }),
    "nodes.node2.site: got nothing; allowed: letters, digits, - and _, at most 63 characters; fix: choose a short name for the place, without spaces",
  ],
  [
    withNode2({ id: "2" as never }),
    'nodes.node2.id: got "2"; allowed: a whole number from 1; fix: number the nodes 1, 2, 3, …',
  ],
  [
    withNode2({ generation: "1" as never }),
    'nodes.node2.generation: got "1"; allowed: a whole number from 0 to 9007199254740991; fix: write the number without quotes',
  ],
];
