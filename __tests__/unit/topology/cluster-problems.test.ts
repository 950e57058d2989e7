import { PublicService, type ClusterProps } from "../../../lib/topology";
import { articleProps, problemsOf } from "./article";

const KEY = `${"A".repeat(43)}=`;

const CASES: [ClusterProps, ...string[]][] = [
  [
    articleProps({ clusterName: "a-cluster-across-cities" }),
    'clusterName: got "a-cluster-across-cities"; allowed: letters, digits and inner hyphens, 1 to 15 characters; fix: choose a shorter or simpler name',
  ],
  [
    articleProps({ clusterName: "wan_cluster" }),
    'clusterName: got "wan_cluster"; allowed: letters, digits and inner hyphens, 1 to 15 characters; fix: choose a shorter or simpler name',
  ],
  [
    articleProps({ clusterName: undefined as never }),
    "clusterName: got nothing; allowed: letters, digits and inner hyphens, 1 to 15 characters; fix: choose a shorter or simpler name",
  ],
  [
    articleProps({ trustedSources: [] }),
    "trustedSources: got an empty list; allowed: at least one network; fix: add the address that deploys come from, or nobody could log in any more",
  ],
  [
    articleProps({ trustedSources: undefined as never }),
    "trustedSources: got an empty list; allowed: at least one network; fix: add the address that deploys come from, or nobody could log in any more",
  ],
  [
    articleProps({ trustedSources: ["203.0.113.100"] }),
    'trustedSources[0]: got "203.0.113.100"; allowed: a network in CIDR notation; fix: did you mean "203.0.113.100/32"?',
  ],
  [
    articleProps({ trustedSources: ["2001:db8::1"] }),
    'trustedSources[0]: got "2001:db8::1"; allowed: a network in CIDR notation; fix: did you mean "2001:db8::1/128"?',
  ],
  [
    articleProps({ trustedSources: ["203.0.113.100/24"] }),
    'trustedSources[0]: got "203.0.113.100/24"; allowed: a network in CIDR notation; fix: did you mean "203.0.113.0/24", or "203.0.113.100/32" for the one address?',
  ],
  [
    articleProps({ trustedSources: [" 203.0.113.0/24"] }),
    'trustedSources[0]: got " 203.0.113.0/24"; allowed: a network in CIDR notation; fix: did you mean "203.0.113.0/24"?',
  ],
  [
    articleProps({ trustedSources: ["203.0.113.0/33"] }),
    'trustedSources[0]: got "203.0.113.0/33"; allowed: a network in CIDR notation; fix: write network and prefix length, such as 198.51.100.0/24',
  ],
  [
    articleProps({ trustedSources: ["office"] }),
    'trustedSources[0]: got "office"; allowed: a network in CIDR notation; fix: write network and prefix length, such as 198.51.100.0/24',
  ],
  [
    articleProps({ trustedSources: "203.0.113.100/32" as never }),
    'trustedSources: got "203.0.113.100/32"; allowed: a list; fix: write it in brackets',
  ],
  [
    articleProps({ domain: ".example.com" }),
    'domain: got ".example.com"; allowed: a domain such as example.com; fix: write the domain without dots at its ends',
  ],
  [
    articleProps({ domain: "example.com\n" }),
    'domain: got "example.com\\n"; allowed: a domain such as example.com; fix: write the domain without dots at its ends',
  ],
  [
    articleProps({ repair: "force" as "safe" }),
    'repair: got "force"; allowed: "safe" or "rejoin"; fix: leave it out for the safe one',
  ],
  [
    articleProps({ haSites: ["north"] }),
    'haSites[0]: got "north"; allowed: a site of a node: east, west; fix: name the site as its nodes do',
  ],
  [
    articleProps({ acknowledgeWarnings: ["many-peer"] }),
    'acknowledgeWarnings[0]: got "many-peer"; allowed: quorum-two-nodes, quorum-two-sites, ha-site-without-quorum, token-near-watchdog, many-peers, mtu-below-1280, mtu-above-1440, overlay-not-private, public-bridge-matches-vm-bridges, open-to-everyone; fix: take the id that stands at the end of the warning',
  ],
  [
    articleProps({ domain: `${"a".repeat(61)}.`.repeat(4) + "b" }),
    `domain: got "${("a".repeat(61) + ".").repeat(2).slice(0, 77)}"…; allowed: at most 247 characters: with a node's name before it 253; fix: shorten it, or give each node its fqdn`,
  ],
  [
    articleProps({ firewall: { sourceNat: "none" as never } }),
    'firewall.sourceNat: got "none"; allowed: SourceNat.SNAT or MASQUERADE; fix: take the one for static addresses, SNAT, or leave it out',
  ],
  [
    articleProps({ ssh: { knownHostsPath: "/root/cle\u0301" } }),
    'ssh.knownHostsPath: got "/root/cle\u0301"; allowed: a path of visible characters, composed ones where there are any (é as one character), at most 4095 bytes; fix: write the path anew by hand, or rename the file',
  ],
  [
    articleProps({ firewall: { vmBridges: ["sixteen-bytes-1*"] } }),
    'firewall.vmBridges[0]: got "sixteen-bytes-1*"; allowed: the name of a bridge, with * at its end for any, 1 to 15 bytes in all; fix: write a name such as vmbr1 or vmbr*',
  ],
  [
    articleProps({ renderTo: "" }),
    'renderTo: got ""; allowed: a path of visible characters, composed ones where there are any (é as one character), at most 4095 bytes; fix: write the path anew by hand, or rename the file',
  ],
  [
    articleProps({ ssh: { port: 70000, privateKeyPath: "a\0b" } }),
    'ssh.privateKeyPath: got "a\\u0000b"; allowed: a path of visible characters, composed ones where there are any (é as one character), at most 4095 bytes; fix: write the path anew by hand, or rename the file',
    "ssh.port: got 70000; allowed: a whole number from 1 to 65535; fix: choose a number in that range",
  ],
  [
    articleProps({ overlay: { cidr: "172.16.10.0" } }),
    'overlay.cidr: got "172.16.10.0"; allowed: a network in CIDR notation; fix: did you mean "172.16.10.0/24"?',
  ],
  [
    articleProps({ overlay: { cidr: "172.16.10.1/24" } }),
    'overlay.cidr: got "172.16.10.1/24"; allowed: a network in CIDR notation; fix: did you mean "172.16.10.0/24"?',
  ],
  [
    articleProps({ overlay: { cidr: "fd00::/64" } }),
    'overlay.cidr: got "fd00::/64"; allowed: an IPv4 network; fix: take an IPv4 network such as 172.16.10.0/24',
  ],
  [
    articleProps({ overlay: { cidr: "127.0.0.0/24" } }),
    'overlay.cidr: got "127.0.0.0/24"; allowed: a network without loopback, link-local, multicast and reserved addresses; fix: take a private network such as 172.16.10.0/24',
  ],
  [
    articleProps({ overlay: { cidr: "172.16.10.0/31" } }),
    "nodes.node1.id: got 1; allowed: none: overlay.cidr 172.16.10.0/31 has no room for nodes; fix: take a lower id or a larger overlay",
    "nodes.node2.id: got 2; allowed: none: overlay.cidr 172.16.10.0/31 has no room for nodes; fix: take a lower id or a larger overlay",
    "nodes.node3.id: got 3; allowed: none: overlay.cidr 172.16.10.0/31 has no room for nodes; fix: take a lower id or a larger overlay",
  ],
  [
    articleProps({ overlay: { cidr: "203.0.113.0/24" } }),
    'nodes.node1.publicAddress: got "203.0.113.11"; allowed: addresses outside of overlay.cidr (203.0.113.0/24); fix: choose networks that do not overlap',
    'nodes.node2.publicAddress: got "203.0.113.12"; allowed: addresses outside of overlay.cidr (203.0.113.0/24); fix: choose networks that do not overlap',
    'nodes.node3.publicAddress: got "203.0.113.13"; allowed: addresses outside of overlay.cidr (203.0.113.0/24); fix: choose networks that do not overlap',
  ],
  [
    articleProps({ overlay: { mtu: 9000 } }),
    "overlay.mtu: got 9000; allowed: a whole number from 576 to 8920 bytes; fix: choose a number in that range",
  ],
  [
    articleProps({ overlay: { mtu: 1420.5 } }),
    "overlay.mtu: got 1420.5; allowed: a whole number from 576 to 8920 bytes; fix: choose a number in that range",
  ],
  [
    articleProps({ overlay: { listenPort: 0 } }),
    "overlay.listenPort: got 0; allowed: a whole number from 1 to 65535; fix: choose a number in that range",
  ],
  [
    articleProps({ overlay: { listenPort: 5405 } }),
    "overlay.listenPort: got 5405; allowed: ports other than corosync's 5405 to 5412; fix: leave it at 51820",
  ],
  [
    articleProps({ overlay: { persistentKeepalive: 65536 } }),
    "overlay.persistentKeepalive: got 65536; allowed: a whole number from 0 to 65535 seconds; fix: choose a number in that range",
  ],
  [
    articleProps({ presharedKeys: { "node1-node9": KEY } }),
    'presharedKeys.node1-node9: got "node1-node9"; allowed: the two ends of a tunnel: node1-node2, node1-node3, node2-node3; fix: name an existing tunnel',
  ],
  [
    articleProps({ presharedKeys: { "node1-node2": "secret" } }),
    "presharedKeys.node1-node2: got something that is no key (not shown); allowed: 32 bytes in base64, as `wg genpsk` prints them; fix: make a key with `wg genpsk`",
  ],
  [
    articleProps({ presharedKeys: { "node1-node2": KEY, "node2-node1": KEY } }),
    'presharedKeys.node2-node1: got "node2-node1"; allowed: one key for each tunnel; fix: leave one of the two out; node1-node2 names the same tunnel',
  ],
  [
    articleProps({ firewall: { confirmSeconds: 5 } }),
    "firewall.confirmSeconds: got 5; allowed: a whole number from 10 to 600 seconds; fix: choose a number in that range",
  ],
  [
    articleProps({ firewall: { vmSubnets: ["10.10.0.1/16"] } }),
    'firewall.vmSubnets[0]: got "10.10.0.1/16"; allowed: a network in CIDR notation; fix: did you mean "10.10.0.0/16"?',
  ],
  [
    articleProps({ firewall: { vmSubnets: ["fd00::/64"] } }),
    'firewall.vmSubnets[0]: got "fd00::/64"; allowed: an IPv4 network; fix: leave it out: IPv6 needs no address translation',
  ],
  [
    articleProps({ firewall: { vmSubnets: ["172.16.0.0/16"] } }),
    'firewall.vmSubnets[0]: got "172.16.0.0/16"; allowed: addresses outside of overlay.cidr (172.16.10.0/24); fix: choose networks that do not overlap',
  ],
  [
    articleProps({ firewall: { vmBridges: ["vm br"] } }),
    'firewall.vmBridges[0]: got "vm br"; allowed: the name of a bridge, with * at its end for any, 1 to 15 bytes in all; fix: write a name such as vmbr1 or vmbr*',
  ],
  [
    articleProps({ firewall: { vmBridges: ["w*"] } }),
    'firewall.vmBridges[0]: got "w*"; allowed: bridges, and not wg0; fix: write a name such as vmbr1 or vmbr*',
  ],
  [
    articleProps({ firewall: { vmBridges: ["*"] } }),
    'firewall.vmBridges[0]: got "*"; allowed: the name of a bridge, with * at its end for any, 1 to 15 bytes in all; fix: write a name such as vmbr1 or vmbr*',
  ],
  [
    articleProps({ firewall: { publicServices: [PublicService.tcp()] } }),
    "firewall.publicServices[0]: got no ports; allowed: at least one port; fix: name the ports",
  ],
  [
    articleProps({ firewall: { publicServices: [PublicService.udp(5406)] } }),
    "firewall.publicServices[0]: got 5406; allowed: ports other than corosync's 5405 to 5412; fix: take it out: corosync speaks through the tunnel only",
  ],
  [
    articleProps({ firewall: { publicServices: [PublicService.tcp(80, 65536)] } }),
    "firewall.publicServices[0]: got 65536; allowed: a whole number from 1 to 65535; fix: choose a number in that range",
  ],
  [
    articleProps({ corosync: { token: 100 } }),
    "corosync.token: got 100; allowed: a whole number from 1000 to 30000 milliseconds; fix: choose a number in that range",
  ],
  [
    articleProps({ corosync: { token: 1000, tokenRetransmitsBeforeLossConst: 40 } }),
    "corosync.tokenRetransmitsBeforeLossConst: got 40; allowed: at most one in 30 ms of the token (1000 ms): 33; fix: lower it or raise corosync.token",
  ],
  [
    articleProps({ corosync: { join: 12000 } }),
    "corosync.join: got 12000; allowed: less than the consensus (12000 ms); fix: lower it or raise corosync.token",
  ],
  [
    articleProps({ corosync: { sendJoin: 1000 } }),
    "corosync.sendJoin: got 1000; allowed: less than corosync.join (1000 ms); fix: lower it or raise corosync.join",
  ],
  [
    articleProps({ corosync: { consensus: 12000 } }),
    "corosync.consensus: got 12000; allowed: at least 12780, 1.2 times the largest runtime token of 3 nodes; fix: leave it out: corosync computes it",
  ],
  [
    articleProps({ corosync: { merge: 10 } }),
    "corosync.merge: got 10; allowed: a whole number from 50 to 10000 milliseconds; fix: choose a number in that range",
  ],
];

for (const [props, ...problems] of CASES) {
  test(problems[0], () => expect(problemsOf(props)).toEqual(problems));
}
