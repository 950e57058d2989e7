import { articleNode, articleNodes, articleProps, withNode2 } from "../article";
import type { BadInput } from "./row";

const KEY = `${"A".repeat(43)}=`;

export const TUNNELS: readonly BadInput[] = [
  [
    articleProps({ overlay: { persistentKeepalive: 65536 } }),
    "overlay.persistentKeepalive: got 65536; allowed: a whole number from 0 to 65535 seconds; fix: choose a number in that range",
  ],
  [
    articleProps({ presharedKeys: { "node1-node9": KEY } }),
    'presharedKeys.node1-node9: got "node1-node9"; allowed: the two ends of a tunnel: node1-node2, node1-node3, node2-node3; fix: name an existing tunnel, or leave it out',
  ],
  [
    articleProps({ presharedKeys: { "node1-node2": "secret" } }),
    "presharedKeys.node1-node2: got something that is no key (not shown); allowed: 32 bytes in base64, as `wg genpsk` prints them; fix: make a key with `wg genpsk`",
  ],
  [
    articleProps({ presharedKeys: { "node1-node2": KEY, "node2-node1": KEY } }),
    'presharedKeys.node2-node1: got "node2-node1"; allowed: each tunnel once; fix: leave one of the two out; node1-node2 names the same tunnel',
  ],
  [
    articleProps({ tunnels: { "node1-node9": {} } }),
    'tunnels.node1-node9: got "node1-node9"; allowed: the two ends of a tunnel: node1-node2, node1-node3, node2-node3; fix: name an existing tunnel, or leave it out',
  ],
  [
    articleProps({ tunnels: { "node1-node2": { endpoints: { node3: "10.0.0.3" } } } }),
    'tunnels.node1-node2.endpoints.node3: got "node3"; allowed: an end of this tunnel: node1 or node2; fix: name the node that has the address',
  ],
  [
    articleProps({ tunnels: { "node1-node2": { endpoints: { node1: "10.0.0.1/24" } } } }),
    'tunnels.node1-node2.endpoints.node1: got "10.0.0.1/24"; allowed: the address of one host; fix: did you mean "10.0.0.1"?',
  ],
  [
    articleProps({ tunnels: { "node1-node2": { endpoints: { node1: "172.16.10.9" } } } }),
    'tunnels.node1-node2.endpoints.node1: got "172.16.10.9"; allowed: addresses outside of overlay.cidr (172.16.10.0/24); fix: change one of the two: the overlay is reached through the tunnels only',
  ],
  [
    articleProps({ tunnels: { "node1-node2": { persistentKeepalive: -1 } } }),
    "tunnels.node1-node2.persistentKeepalive: got -1; allowed: a whole number from 0 to 65535 seconds; fix: choose a number in that range",
  ],
  [
    articleProps({
      nodes: {
        ...articleNodes(1),
        node2: articleNode(2, { publicAddress: undefined, sshAddress: "198.51.100.7" }),
        node3: articleNode(3, { publicAddress: undefined, sshAddress: "198.51.100.8" }),
      },
    }),
    "tunnels.node2-node3: got two ends behind NAT; allowed: an address of one end that the other one reaches; fix: forward WireGuard's UDP port to node2 or node3 and write its publicAddress, or give the tunnel endpoints of its own",
  ],
  [
    {
      ...withNode2({ publicAddress: undefined, sshAddress: "198.51.100.7" }),
      overlay: { persistentKeepalive: 0 },
    },
    "overlay.persistentKeepalive: got 0; allowed: a keepalive for node1-node2, because node2 is behind NAT; fix: leave it out: 25 seconds keep the way through the NAT open",
    "overlay.persistentKeepalive: got 0; allowed: a keepalive for node2-node3, because node2 is behind NAT; fix: leave it out: 25 seconds keep the way through the NAT open",
  ],
  [
    articleProps({ tunnels: { node1_node2: {} } }),
    'tunnels.node1_node2: got "node1_node2"; allowed: the two ends of a tunnel: node1-node2, node1-node3, node2-node3; fix: did you mean "node1-node2"?',
  ],
  [
    articleProps({ presharedKeys: { "Node1-Node2": KEY } }),
    'presharedKeys.Node1-Node2: got "Node1-Node2"; allowed: the two ends of a tunnel: node1-node2, node1-node3, node2-node3; fix: did you mean "node1-node2"?',
  ],
  [
    articleProps({ nodes: articleNodes(1), presharedKeys: { "node1-node2": KEY } }),
    'presharedKeys.node1-node2: got "node1-node2"; allowed: the two ends of a tunnel: there is none; fix: name an existing tunnel, or leave it out',
  ],
  [
    articleProps({ tunnels: { "node1-node2": { endpoints: { nodel: "10.0.0.1" } } } }),
    'tunnels.node1-node2.endpoints.nodel: got "nodel"; allowed: an end of this tunnel: node1 or node2; fix: name the node that has the address',
  ],
  [
    {
      ...withNode2({ publicAddress: undefined, sshAddress: "198.51.100.7" }),
      tunnels: { "node1-node2": { persistentKeepalive: 0 } },
    },
    "tunnels.node1-node2.persistentKeepalive: got 0; allowed: a keepalive for node1-node2, because node2 is behind NAT; fix: leave it out: 25 seconds keep the way through the NAT open",
  ],
];
