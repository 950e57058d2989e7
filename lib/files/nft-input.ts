import type { Node, Topology } from "../topology";
import { isIpv6 } from "../topology/addresses";
import { ownEndpoints } from "../topology/tunnels";
import { nftChain, type RuleGroup } from "./nft-chain";
import { nftInterfaces } from "./nft-interfaces";
import { nftSet, nftString, nftValue } from "./nft-text";

const PROXMOX_GUI = 8006;
/** UDP ports of corosync's links (knet): 5405 and one more for each link. */
const COROSYNC = "5405-5412";
const COROSYNC_LINK1 = 5406;

/** Nobody but the tunnel may speak for the overlay, neither to the node nor through it. */
export function rawChain({ overlay }: Topology): string[] {
  const elsewhere = `iifname != ${nftSet([nftString("lo"), nftString(overlay.interface)])}`;
  return nftChain("raw", "type filter hook prerouting priority raw; policy accept;", [
    {
      about: "Overlay addresses come out of the tunnel or not at all",
      rules: [`${elsewhere} ${family(overlay.cidr)} saddr ${nftValue(overlay.cidr)} counter drop`],
    },
  ]);
}

/** What may reach the node itself. VMs may not, but for pings: what they need of it is nothing of the cluster's. */
export function inputChain(topology: Topology, node: Node, trusted: readonly string[]): string[] {
  const { overlay, firewall } = topology;
  const fromPublic = `iifname ${nftString(node.publicInterface)}`;
  const managed = nftSet([nftValue(node.sshPort), String(PROXMOX_GUI)]);
  return nftChain("input", "type filter hook input priority filter; policy drop;", [
    ...secondLink(topology, node),
    {
      about:
        node.link1Address === undefined
          ? "Corosync speaks through the tunnel only, whatever is accepted below"
          : "Corosync of nobody else, whatever is accepted below",
      rules: [`${fromPublic} udp dport ${COROSYNC} counter drop`],
    },
    {
      about: "Own and known traffic",
      rules: [
        `iifname "lo" accept`,
        `ct state established,related accept`,
        `ct state invalid drop`,
      ],
    },
    {
      about: "WireGuard",
      rules: [
        fromPublic,
        ...ownEndpoints(topology, node).map(
          (address) => `${family(address)} daddr ${nftValue(address)}`,
        ),
      ].map((match) => `${match} udp dport ${nftValue(overlay.listenPort)} accept`),
    },
    {
      about: "The overlay: everything",
      rules: [`iifname ${nftString(overlay.interface)} accept`],
    },
    {
      about: "Trusted interfaces: everything",
      rules: firewall.trustedInterfaces?.length
        ? [`iifname ${nftInterfaces(firewall.trustedInterfaces)} accept`]
        : [],
    },
    {
      about: "SSH and Proxmox GUI from trusted sources",
      rules: trusted.map((match) => `${fromPublic} ${match} tcp dport ${managed} accept`),
    },
    {
      about: "Public services",
      rules: firewall.publicServices.map(
        ({ protocol, ports }) =>
          `${fromPublic} ${protocol} dport ${nftSet(ports.map(nftValue))} accept`,
      ),
    },
    {
      about:
        "ICMP: errors (path MTU among them), pings within limits, and what IPv6 needs to exist",
      rules: [
        `icmp type { destination-unreachable, time-exceeded, parameter-problem } accept`,
        `icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem } accept`,
        `icmp type echo-request limit rate 50/second accept`,
        `icmpv6 type echo-request limit rate 50/second accept`,
        `icmpv6 type { nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert } ip6 hoplimit 255 accept`,
        `ip6 saddr fe80::/10 icmpv6 type mld-listener-query accept`,
        `${fromPublic} ip6 saddr fe80::/10 udp sport 547 udp dport 546 accept`,
      ],
    },
    {
      about: "Everything else",
      rules: [`limit rate 5/second log prefix "nft-drop: "`, `counter drop`],
    },
  ]);
}

/** How nft calls the family of an address. */
function family(address: string): "ip" | "ip6" {
  return isIpv6(address) ? "ip6" : "ip";
}

function secondLink({ nodes }: Topology, node: Node): RuleGroup[] {
  const others = nodes.flatMap((peer) => (peer === node ? [] : (peer.link1Address ?? [])));
  if (node.link1Address === undefined || others.length === 0) return [];
  const ip = family(node.link1Address);
  const from = `${ip} saddr ${nftSet(others.map(nftValue))} ${ip} daddr ${nftValue(node.link1Address)}`;
  return [
    {
      about: "Corosync's second link, from the other nodes only",
      rules: [`${from} udp dport ${COROSYNC_LINK1} accept`],
    },
  ];
}
