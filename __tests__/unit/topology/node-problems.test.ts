import { PortForward, type ClusterProps } from "../../../lib/topology";
import { articleNode, articleNodes, articleProps, problemsOf, withNode2 } from "./article";

const CASES: [ClusterProps, ...string[]][] = [
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
    withNode2({ publicAddress: "203.0.113.11" }),
    'nodes.node2.publicAddress: got "203.0.113.11"; allowed: an address of its own; fix: node1 has it already: change one of the two',
  ],
  [
    withNode2({ publicAddress: "203.0.113.12/24" }),
    'nodes.node2.publicAddress: got "203.0.113.12/24"; allowed: the IPv4 address of one host; fix: did you mean "203.0.113.12"?',
  ],
  [
    withNode2({ publicAddress: "203.000.113.012" }),
    'nodes.node2.publicAddress: got "203.000.113.012"; allowed: the IPv4 address of one host; fix: leading zeros mean octal to some programs; did you mean "203.0.113.12"?',
  ],
  [
    withNode2({ publicAddress: "203.0.113.256" }),
    'nodes.node2.publicAddress: got "203.0.113.256"; allowed: the IPv4 address of one host; fix: write the address that reaches it, such as 203.0.113.11',
  ],
  [
    withNode2({ publicAddress: "2001:db8::2" }),
    'nodes.node2.publicAddress: got "2001:db8::2"; allowed: the IPv4 address of one host; fix: write the address that reaches it, such as 203.0.113.11',
  ],
  [
    withNode2({ publicAddress: "node2.example.com" }),
    'nodes.node2.publicAddress: got "node2.example.com"; allowed: the IPv4 address of one host; fix: write the address that reaches it, such as 203.0.113.11',
  ],
  [
    withNode2({ publicAddress: "127.0.0.1" }),
    'nodes.node2.publicAddress: got "127.0.0.1"; allowed: the IPv4 address of one host; fix: write the address that reaches it, such as 203.0.113.11',
  ],
  [
    withNode2({ publicAddress: "172.16.10.200" }),
    'nodes.node2.publicAddress: got "172.16.10.200"; allowed: addresses outside of overlay.cidr (172.16.10.0/24); fix: choose networks that do not overlap',
  ],
  [
    withNode2({ publicInterface: "wan uplink" }),
    'nodes.node2.publicInterface: got "wan uplink"; allowed: the name of a network interface, 1 to 15 bytes without spaces, slashes, colons, quotes, backslashes and stars; fix: take the name that `ip address` shows beside the public address',
  ],
  [
    withNode2({ publicInterface: "enp0s31f6-public" }),
    'nodes.node2.publicInterface: got "enp0s31f6-public"; allowed: the name of a network interface, 1 to 15 bytes without spaces, slashes, colons, quotes, backslashes and stars; fix: take the name that `ip address` shows beside the public address',
  ],
  [
    withNode2({ publicInterface: "ünterfaces-äöü" }),
    'nodes.node2.publicInterface: got "ünterfaces-äöü"; allowed: the name of a network interface, 1 to 15 bytes without spaces, slashes, colons, quotes, backslashes and stars; fix: take the name that `ip address` shows beside the public address',
  ],
  [
    withNode2({ publicInterface: 'eth0"' }),
    'nodes.node2.publicInterface: got "eth0\\""; allowed: the name of a network interface, 1 to 15 bytes without spaces, slashes, colons, quotes, backslashes and stars; fix: take the name that `ip address` shows beside the public address',
  ],
  [
    withNode2({ publicInterface: "eth0\n" }),
    'nodes.node2.publicInterface: got "eth0\\n"; allowed: the name of a network interface, 1 to 15 bytes without spaces, slashes, colons, quotes, backslashes and stars; fix: take the name that `ip address` shows beside the public address',
  ],
  [
    withNode2({ publicInterface: "wg0" }),
    'nodes.node2.publicInterface: got "wg0"; allowed: the interface of the public address; fix: take the name that `ip address` shows beside the public address',
  ],
  [
    withNode2({ site: "New York" }),
    'nodes.node2.site: got "New York"; allowed: letters, digits, - and _, at most 63 characters; fix: choose a short name for the place',
  ],
  [
    withNode2({ fqdn: "other.example.com" }),
    'nodes.node2.fqdn: got "other.example.com"; allowed: a full name that begins with node2 and a dot; fix: make name and full name agree',
  ],
  [
    withNode2({ fqdn: "node2" }),
    'nodes.node2.fqdn: got "node2"; allowed: a full name such as node1.example.com; fix: write name and domain',
  ],
  [
    withNode2({ sshAddress: "-oProxyCommand" }),
    'nodes.node2.sshAddress: got "-oProxyCommand"; allowed: an address or a host name; fix: write what ssh is given',
  ],
  [
    withNode2({ sshAddress: "203.0.113.11", sshPort: 22 }),
    'nodes.node2.sshAddress: got "203.0.113.11 port 22"; allowed: an SSH server of its own; fix: SSH to node1 goes there already: change one of the two',
  ],
  [
    withNode2({ sshPort: 0 }),
    "nodes.node2.sshPort: got 0; allowed: a whole number from 1 to 65535; fix: choose a number in that range",
  ],
  [
    withNode2({ sshHostKey: "AAAA" }),
    'nodes.node2.sshHostKey: got "AAAA"; allowed: a public host key such as `ssh-ed25519 AAAA…`; fix: copy /etc/ssh/ssh_host_ed25519_key.pub of the node, one line without the end of line',
  ],
  [
    withNode2({ wireguardPublicKey: "abc" }),
    'nodes.node2.wireguardPublicKey: got "abc"; allowed: a WireGuard public key, 32 bytes in base64; fix: copy what `wg pubkey` printed',
  ],
  [
    withNode2({ wireguardPublicKey: "A".repeat(42) + "B=" }),
    'nodes.node2.wireguardPublicKey: got "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB="; allowed: a WireGuard public key, 32 bytes in base64; fix: copy what `wg pubkey` printed',
  ],
  [
    withNode2({ routedSubnets: ["10.10.2.0"] }),
    'nodes.node2.routedSubnets[0]: got "10.10.2.0"; allowed: a network in CIDR notation; fix: did you mean "10.10.2.0/24"?',
  ],
  [
    withNode2({ routedSubnets: ["10.10.2.5/24"] }),
    'nodes.node2.routedSubnets[0]: got "10.10.2.5/24"; allowed: a network in CIDR notation; fix: did you mean "10.10.2.0/24"?',
  ],
  [
    withNode2({ routedSubnets: ["0.0.0.0/0"] }),
    'nodes.node2.routedSubnets[0]: got "0.0.0.0/0"; allowed: a network smaller than everything; fix: name the networks behind the node; a default route would swallow the tunnels',
    'nodes.node2.routedSubnets[0]: got "0.0.0.0/0"; allowed: addresses outside of overlay.cidr (172.16.10.0/24); fix: choose networks that do not overlap',
  ],
  [
    withNode2({ routedSubnets: ["::/0"] }),
    'nodes.node2.routedSubnets[0]: got "::/0"; allowed: a network smaller than everything; fix: name the networks behind the node; a default route would swallow the tunnels',
  ],
  [
    withNode2({ routedSubnets: ["172.16.0.0/12"] }),
    'nodes.node2.routedSubnets[0]: got "172.16.0.0/12"; allowed: addresses outside of overlay.cidr (172.16.10.0/24); fix: choose networks that do not overlap',
  ],
  [
    withNode2({ routedSubnets: ["203.0.113.0/24"] }),
    'nodes.node2.routedSubnets[0]: got "203.0.113.0/24"; allowed: addresses outside of nodes.node1.publicAddress (203.0.113.11); fix: choose networks that do not overlap',
  ],
  [
    withNode2({ routedSubnets: ["10.10.0.0/16", "10.10.2.0/24"] }),
    'nodes.node2.routedSubnets[1]: got "10.10.2.0/24"; allowed: addresses outside of nodes.node2.routedSubnets[0] (10.10.0.0/16); fix: choose networks that do not overlap',
  ],
  [
    withNode2({ portForwards: [PortForward.tcp({ port: 22, toAddress: "10.10.2.5" })] }),
    "nodes.node2.portForwards[0].port: got 22; allowed: tcp ports other than 22 (SSH) and 8006 (Proxmox GUI); fix: forward another port, or the node is locked",
  ],
  [
    withNode2({ portForwards: [PortForward.tcp({ port: 8006, toAddress: "10.10.2.5" })] }),
    "nodes.node2.portForwards[0].port: got 8006; allowed: tcp ports other than 22 (SSH) and 8006 (Proxmox GUI); fix: forward another port, or the node is locked",
  ],
  [
    withNode2({ portForwards: [PortForward.udp({ port: 51820, toAddress: "10.10.2.5" })] }),
    "nodes.node2.portForwards[0].port: got 51820; allowed: udp ports other than overlay.listenPort (51820); fix: forward another port, or the tunnels end",
  ],
  [
    withNode2({ portForwards: [PortForward.tcp({ port: 443, toAddress: "vm5", toPort: 0 })] }),
    'nodes.node2.portForwards[0].toAddress: got "vm5"; allowed: the IPv4 address of one host; fix: write the address that reaches it, such as 203.0.113.11',
    "nodes.node2.portForwards[0].toPort: got 0; allowed: a whole number from 1 to 65535; fix: choose a number in that range",
  ],
  [
    withNode2({
      portForwards: [
        PortForward.tcp({ port: 443, toAddress: "10.10.2.5" }),
        PortForward.tcp({ port: 443, toAddress: "10.10.2.6" }),
      ],
    }),
    "nodes.node2.portForwards[1].port: got 443; allowed: each tcp port forwarded once; fix: leave one of the two out",
  ],
  [
    withNode2({
      portForwards: [
        { protocol: "tcp dport 1 accept;", port: 1, toAddress: "10.0.0.1", toPort: 1 },
      ],
    }),
    'nodes.node2.portForwards[0].protocol: got "tcp dport 1 accept;"; allowed: "tcp" or "udp"; fix: make it with PortForward.tcp() or PortForward.udp()',
  ],
  [
    withNode2({ sshAddress: "\u202enode\u200b\x9b" }),
    'nodes.node2.sshAddress: got "\\u202enode\\u200b\\u009b"; allowed: an address or a host name; fix: write what ssh is given',
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
    articleProps({ nodes: { ...articleNodes(), node4: undefined as never } }),
    "nodes.node4: got nothing; allowed: a node's props; fix: describe the node, or leave its name out",
  ],
  [
    articleProps({ nodes: { ...articleNodes(), node4: { id: 4 } as never } }),
    "nodes.node4.site: got nothing; allowed: letters, digits, - and _, at most 63 characters; fix: choose a short name for the place",
    "nodes.node4.publicAddress: got nothing; allowed: the IPv4 address of one host; fix: write the address that reaches it, such as 203.0.113.11",
    "nodes.node4.publicInterface: got nothing; allowed: the name of a network interface, 1 to 15 bytes without spaces, slashes, colons, quotes, backslashes and stars; fix: take the name that `ip address` shows beside the public address",
  ],
];

for (const [props, ...problems] of CASES) {
  test(problems[0], () => expect(problemsOf(props)).toEqual(problems));
}
