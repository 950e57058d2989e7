import { articleNode, articleProps, withNode2 } from "../article";
import type { BadInput } from "./row";

export const NETWORKS: readonly BadInput[] = [
  [
    articleProps({ trustedSources: [] }),
    "trustedSources: got an empty list; allowed: at least one network; fix: add the address that deploys come from, or nobody could log in any more",
  ],
  [
    articleProps({ trustedSources: undefined as never }),
    "trustedSources: got nothing; allowed: at least one network; fix: add the address that deploys come from, or nobody could log in any more",
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
    'trustedSources[0]: got "203.0.113.0/33"; allowed: a network in CIDR notation; fix: a prefix length of IPv4 is at most 32',
  ],
  [
    articleProps({ trustedSources: ["office"] }),
    'trustedSources[0]: got "office"; allowed: a network in CIDR notation; fix: write network and prefix length, such as 198.51.100.0/24',
  ],
  [
    articleProps({ trustedSources: "203.0.113.100/32" as never }),
    'trustedSources: got "203.0.113.100/32"; allowed: a list; fix: write it in brackets: ["203.0.113.100/32"]',
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
    articleProps({ overlay: { cidr: "fd00::1/64" } }),
    'overlay.cidr: got "fd00::1/64"; allowed: a network in CIDR notation; fix: did you mean "fd00::/64"?',
  ],
  [
    articleProps({ overlay: { cidr: "fe80::/64" } }),
    'overlay.cidr: got "fe80::/64"; allowed: a network without loopback, link-local, multicast and reserved addresses; fix: take a private network such as 172.16.10.0/24',
  ],
  [
    articleProps({ overlay: { cidr: "fd00::/64", mtu: 1279 } }),
    "overlay.mtu: got 1279; allowed: at least 1280 bytes, because overlay.cidr is of IPv6; fix: raise it, or take an IPv4 overlay",
  ],
  [
    articleProps({ overlay: { cidr: "127.0.0.0/24" } }),
    'overlay.cidr: got "127.0.0.0/24"; allowed: a network without loopback, link-local, multicast and reserved addresses; fix: take a private network such as 172.16.10.0/24',
  ],
  [
    articleProps({ overlay: { cidr: "172.16.10.0/31" } }),
    "nodes.node1.id: got 1; allowed: none: overlay.cidr 172.16.10.0/31 has no room for nodes; fix: take a larger overlay",
    "nodes.node2.id: got 2; allowed: none: overlay.cidr 172.16.10.0/31 has no room for nodes; fix: take a larger overlay",
    "nodes.node3.id: got 3; allowed: none: overlay.cidr 172.16.10.0/31 has no room for nodes; fix: take a larger overlay",
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
    withNode2({ routedSubnets: ["10.10.0.0/16", "10.10.2.0/24"] }),
    'nodes.node2.routedSubnets[1]: got "10.10.2.0/24"; allowed: addresses outside of nodes.node2.routedSubnets[0] (10.10.0.0/16); fix: choose networks that do not overlap',
  ],
  [
    withNode2({ routedSubnets: "10.10.2.0/24" as never }),
    'nodes.node2.routedSubnets: got "10.10.2.0/24"; allowed: a list; fix: write it in brackets: ["10.10.2.0/24"]',
  ],
  [
    withNode2({ routedSubnets: ["2001:db8::/129"] }),
    'nodes.node2.routedSubnets[0]: got "2001:db8::/129"; allowed: a network in CIDR notation; fix: a prefix length of IPv6 is at most 128',
  ],
  [
    articleProps({
      nodes: {
        node1: articleNode(1, { routedSubnets: ["10.10.0.0/16"] }),
        node2: articleNode(2, { routedSubnets: ["10.10.2.0/24"] }),
      },
    }),
    'nodes.node2.routedSubnets[0]: got "10.10.2.0/24"; allowed: addresses outside of nodes.node1.routedSubnets[0] (10.10.0.0/16); fix: choose networks that do not overlap',
  ],
  [
    articleProps({ trustedSources: { office: "203.0.113.0/24" } as never }),
    "trustedSources: got an object; allowed: a list; fix: write it in brackets",
  ],
  [
    articleProps({ firewall: { vmSubnets: ["203.0.113.0/24"] } }),
    'firewall.vmSubnets[0]: got "203.0.113.0/24"; allowed: addresses outside of nodes.node1.publicAddress (203.0.113.11); fix: choose networks that do not overlap',
  ],
  [
    articleProps({ overlay: { mtu: "1420" as never } }),
    'overlay.mtu: got "1420"; allowed: a whole number from 576 to 8920 bytes; fix: write the number without quotes',
  ],
  [
    articleProps({ overlay: { cidr: 1 as never } }),
    "overlay.cidr: got 1; allowed: a network in CIDR notation; fix: write network and prefix length, such as 198.51.100.0/24",
  ],
];
