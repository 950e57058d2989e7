import { articleNode, articleProps, withNode2 } from "../article";
import type { BadInput } from "./row";

const KEY = `${"A".repeat(43)}=`;

export const REACH: readonly BadInput[] = [
  [
    articleProps({
      nodes: {
        node1: articleNode(1, { link1Address: "203.0.113.11" }),
        node2: articleNode(2, { link1Address: "2001:db8::12" }),
      },
    }),
    'nodes.node2.link1Address: got "2001:db8::12"; allowed: an IPv4 address, as node1 has one; fix: take one family on all nodes: corosync does not mix them on a link',
  ],
  [
    articleProps({ overlay: { cidr: "203.0.113.0/24" } }),
    'nodes.node1.publicAddress: got "203.0.113.11"; allowed: addresses outside of overlay.cidr (203.0.113.0/24); fix: change one of the two: the overlay is reached through the tunnels only',
    'nodes.node2.publicAddress: got "203.0.113.12"; allowed: addresses outside of overlay.cidr (203.0.113.0/24); fix: change one of the two: the overlay is reached through the tunnels only',
    'nodes.node3.publicAddress: got "203.0.113.13"; allowed: addresses outside of overlay.cidr (203.0.113.0/24); fix: change one of the two: the overlay is reached through the tunnels only',
  ],
  [
    withNode2({ publicAddress: "203.0.113.11" }),
    'nodes.node2.publicAddress: got "203.0.113.11"; allowed: an address of its own; fix: node1 has it already: change one of the two',
  ],
  [
    withNode2({ publicAddress: undefined }),
    "nodes.node2: got none of publicAddress, publicAddress6 and sshAddress; allowed: at least one of them; fix: write publicAddress; a node behind NAT needs sshAddress instead, where SSH reaches it",
  ],
  [
    withNode2({ link1Address: "203.0.113.12" }),
    "nodes.node1.link1Address: got nothing; allowed: an address, as node2 has one; fix: give it one, or take those of the others out",
    "nodes.node3.link1Address: got nothing; allowed: an address, as node2 has one; fix: give it one, or take those of the others out",
  ],
  [
    articleProps({
      nodes: {
        node1: articleNode(1, { link1Address: "198.51.100.1" }),
        node2: articleNode(2, { link1Address: "198.51.100.1" }),
      },
      acknowledgeWarnings: ["quorum-two-nodes"],
    }),
    'nodes.node2.link1Address: got "198.51.100.1"; allowed: an address of its own; fix: node1 has it already: change one of the two',
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
    'nodes.node2.publicAddress: got "203.0.113.256"; allowed: the IPv4 address of one host; fix: write the address at which others reach it, such as 203.0.113.11',
  ],
  [
    withNode2({ publicAddress: "2001:db8::2" }),
    'nodes.node2.publicAddress: got "2001:db8::2"; allowed: the IPv4 address of one host; fix: an IPv6 address goes into publicAddress6',
  ],
  [
    withNode2({ publicAddress: "node2.example.com" }),
    'nodes.node2.publicAddress: got "node2.example.com"; allowed: the IPv4 address of one host; fix: names are not looked up: write the address at which others reach it, such as 203.0.113.11',
  ],
  [
    withNode2({ publicAddress: "127.0.0.1" }),
    'nodes.node2.publicAddress: got "127.0.0.1"; allowed: the IPv4 address of one host; fix: write the address at which others reach it, such as 203.0.113.11',
  ],
  [
    withNode2({ publicAddress: "172.16.10.200" }),
    'nodes.node2.publicAddress: got "172.16.10.200"; allowed: addresses outside of overlay.cidr (172.16.10.0/24); fix: change one of the two: the overlay is reached through the tunnels only',
  ],
  [
    withNode2({ publicAddress6: "203.0.113.12" }),
    'nodes.node2.publicAddress6: got "203.0.113.12"; allowed: the IPv6 address of one host; fix: an IPv4 address goes into publicAddress',
  ],
  [
    withNode2({ publicAddress6: "[2001:db8::12]" }),
    'nodes.node2.publicAddress6: got "[2001:db8::12]"; allowed: the IPv6 address of one host; fix: did you mean "2001:db8::12"?',
  ],
  [
    withNode2({ publicAddress6: "2001:db8::12/64" }),
    'nodes.node2.publicAddress6: got "2001:db8::12/64"; allowed: the IPv6 address of one host; fix: did you mean "2001:db8::12"?',
  ],
  [
    withNode2({ publicAddress6: "fe80::12" }),
    'nodes.node2.publicAddress6: got "fe80::12"; allowed: the IPv6 address of one host; fix: write the address at which others reach it, such as 2001:db8::11',
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
    withNode2({ sshAddress: "-oProxyCommand" }),
    'nodes.node2.sshAddress: got "-oProxyCommand"; allowed: an address or a host name; fix: write it alone: the user is root, and the port goes into sshPort',
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
    withNode2({ routedSubnets: ["203.0.113.0/24"] }),
    'nodes.node2.routedSubnets[0]: got "203.0.113.0/24"; allowed: addresses outside of nodes.node1.publicAddress (203.0.113.11); fix: choose networks that do not overlap',
  ],
  [
    withNode2({ sshAddress: "\u202enode\u200b\x9b" }),
    'nodes.node2.sshAddress: got "\\u202enode\\u200b\\u009b"; allowed: an address or a host name; fix: write it alone: the user is root, and the port goes into sshPort',
  ],
  [
    withNode2({ publicAddress: " 203.0.113.12" }),
    'nodes.node2.publicAddress: got " 203.0.113.12"; allowed: the IPv4 address of one host; fix: did you mean "203.0.113.12"?',
  ],
  [
    withNode2({ publicAddress: 3405803788 as never }),
    "nodes.node2.publicAddress: got 3405803788; allowed: the IPv4 address of one host; fix: write the address at which others reach it, such as 203.0.113.11",
  ],
  [
    withNode2({ publicAddress6: "node2.example.com" }),
    'nodes.node2.publicAddress6: got "node2.example.com"; allowed: the IPv6 address of one host; fix: names are not looked up: write the address at which others reach it, such as 2001:db8::11',
  ],
  [
    withNode2({ sshAddress: "root@203.0.113.12" }),
    'nodes.node2.sshAddress: got "root@203.0.113.12"; allowed: an address or a host name; fix: write it alone: the user is root, and the port goes into sshPort',
  ],
  [
    withNode2({ sshAddress: "203.0.113.12:2222" }),
    'nodes.node2.sshAddress: got "203.0.113.12:2222"; allowed: an address or a host name; fix: write it alone: the user is root, and the port goes into sshPort',
  ],
  [
    withNode2({ sshPort: "22" as never }),
    'nodes.node2.sshPort: got "22"; allowed: a whole number from 1 to 65535; fix: write the number without quotes',
  ],
  [
    withNode2({ sshHostKey: "ssh-ed25519 AAAA\n" }),
    'nodes.node2.sshHostKey: got "ssh-ed25519 AAAA\\n"; allowed: a public host key such as `ssh-ed25519 AAAA…`; fix: copy /etc/ssh/ssh_host_ed25519_key.pub of the node, one line without the end of line',
  ],
  [
    withNode2({ link1Address: "10.0.0.300" }),
    'nodes.node2.link1Address: got "10.0.0.300"; allowed: the address of one host; fix: write the address at which others reach it, such as 203.0.113.11 or 2001:db8::11',
    "nodes.node1.link1Address: got nothing; allowed: an address, as node2 has one; fix: give it one, or take those of the others out",
    "nodes.node3.link1Address: got nothing; allowed: an address, as node2 has one; fix: give it one, or take those of the others out",
  ],
  [
    articleProps({
      nodes: {
        node1: articleNode(1, { publicAddress6: "2001:db8::1" }),
        node2: articleNode(2, { publicAddress6: "2001:db8::1" }),
      },
    }),
    'nodes.node2.publicAddress6: got "2001:db8::1"; allowed: an address of its own; fix: node1 has it already: change one of the two',
  ],
  [
    articleProps({
      nodes: {
        node1: articleNode(1, { wireguardPublicKey: KEY }),
        node2: articleNode(2, { wireguardPublicKey: KEY }),
      },
    }),
    'nodes.node2.wireguardPublicKey: got "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="; allowed: a key of its own; fix: node1 has it already: change one of the two',
  ],
];
