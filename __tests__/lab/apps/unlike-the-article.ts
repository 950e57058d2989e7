import { articleProps, synthesise } from "../support/stack";

// What the article does not have, in one cluster: a node with only IPv6, one behind NAT, an IPv6 overlay, and a second link for corosync.
const publicInterface = "eth0";

synthesise({
  ...articleProps(3),
  overlay: { cidr: "fd10:0:0:10::/64" },
  nodes: {
    node1: {
      id: 1,
      site: "east",
      publicInterface,
      publicAddress: "203.0.113.11",
      publicAddress6: "2001:db8:113::11",
      link1Address: "2001:db8:113::11",
    },
    node2: {
      id: 2,
      site: "east",
      publicInterface,
      publicAddress6: "2001:db8:113::12",
      link1Address: "2001:db8:113::12",
    },
    node3: {
      id: 3,
      site: "west",
      publicInterface,
      sshAddress: "203.0.113.13",
      link1Address: "2001:db8:113::13",
    },
  },
  // All over IPv6: Debian's wireguard-go, unlike the kernel, sends to a cut-off IPv6 address when a node has tunnels of both families.
  tunnels: { "node1-node3": { endpoints: { node1: "2001:db8:113::11" } } },
  trustedSources: ["203.0.113.100/32", "2001:db8:113::100/128"],
});
