import { SourceNat, type Node, type Topology } from "../topology";
import { MARKER } from "./marker";
import { nftSet, nftString } from "./nft-string";

const PROXMOX_GUI = 8006;

/**
 * The node's ruleset, nft(8). Guide step 4.
 *
 * A table of our own, replaced in one transaction: the tables of others stay. Names of interfaces are compared when packets come
 * (`iifname`), never when the rules load: at boot neither wg0 nor a bridge exists yet, and `iif` would refuse the whole file.
 */
export function firewallRuleset(topology: Topology, node: Node): string {
  const start = topology.firewall.flushRuleset
    ? ["flush ruleset"]
    : ["add table inet pve_wan", "delete table inet pve_wan"];
  const chains = [
    rawChain(topology),
    inputChain(topology, node),
    forwardChain(topology, node),
    ...dstnatChain(node),
    ...srcnatChain(topology, node),
  ];
  const body = chains.map((chain) => chain.map((line) => (line ? `\t${line}` : "")).join("\n"));
  return [MARKER, ...start, "table inet pve_wan {", body.join("\n\n"), "}", ""].join("\n");
}

function chain(name: string, head: string, rules: readonly string[]): string[] {
  return [`chain ${name} {`, ...[head, ...rules].map((rule) => `\t${rule}`), "}"];
}

/** Nobody but the tunnel may speak for the overlay, neither to the node nor through it. */
function rawChain({ overlay }: Topology): string[] {
  const others = `iifname != ${nftSet([nftString("lo"), nftString(overlay.interface)])}`;
  return chain("prerouting_raw", "type filter hook prerouting priority raw; policy accept;", [
    `${others} ip saddr ${overlay.cidr} counter drop`,
  ]);
}

function inputChain(topology: Topology, node: Node): string[] {
  const { overlay, firewall } = topology;
  const fromPublic = `iifname ${nftString(node.publicInterface)}`;
  const managed = `tcp dport ${nftSet([node.sshPort, PROXMOX_GUI])} accept`;
  const { v4, v6, unknown } = byFamily(topology.trustedSources);
  // A token may turn out to be of either family; whoever supplies it supplies IPv4 unless it is seen to be IPv6.
  const trusted4 = [...v4, ...unknown];
  return chain("input", "type filter hook input priority filter; policy drop;", [
    `iifname "lo" accept`,
    `ct state established,related accept`,
    `ct state invalid drop`,
    `${fromPublic} udp dport ${overlay.listenPort} accept`,
    `iifname ${nftString(overlay.interface)} accept`,
    ...(trusted4.length ? [`${fromPublic} ip saddr ${nftSet(trusted4)} ${managed}`] : []),
    ...(v6.length ? [`${fromPublic} ip6 saddr ${nftSet(v6)} ${managed}`] : []),
    `icmp type { destination-unreachable, time-exceeded, parameter-problem } accept`,
    `icmp type echo-request limit rate 50/second accept`,
    `icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem } accept`,
    `icmpv6 type { nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert } ip6 hoplimit 255 accept`,
    `icmpv6 type echo-request limit rate 50/second accept`,
    ...firewall.publicServices.map(
      ({ protocol, ports }) => `${fromPublic} ${protocol} dport ${nftSet(ports)} accept`,
    ),
    `limit rate 5/second log prefix "nft-drop: "`,
    `counter drop`,
  ]);
}

function forwardChain({ overlay, firewall }: Topology, node: Node): string[] {
  const tunnel = nftString(overlay.interface);
  const publicSide = nftString(node.publicInterface);
  // The public address of a Proxmox host often sits on a bridge that vmbr* matches too.
  const bridges = firewall.vmBridges.map(nftString);
  return chain("forward", "type filter hook forward priority filter; policy drop;", [
    `ct state established,related accept`,
    `ct state invalid drop`,
    ...bridges.flatMap((bridge) => [
      `iifname ${bridge} iifname != ${publicSide} oifname ${tunnel} accept`,
      `iifname ${tunnel} oifname ${bridge} oifname != ${publicSide} accept`,
    ]),
    // Machines on one bridge of one node: frames that br_netfilter shows to this hook too.
    ...bridges.map(
      (bridge) =>
        `iifname ${bridge} oifname ${bridge} iifname != ${publicSide} oifname != ${publicSide} accept`,
    ),
    ...(firewall.vmSubnets.length
      ? bridges.map(
          (bridge) =>
            `iifname ${bridge} iifname != ${publicSide} oifname ${publicSide} ip saddr ${nftSet(firewall.vmSubnets)} accept`,
        )
      : []),
    ...(node.portForwards.length ? [`iifname ${publicSide} ct status dnat accept`] : []),
    `counter drop`,
  ]);
}

function dstnatChain(node: Node): string[][] {
  if (node.portForwards.length === 0) return [];
  return [
    chain(
      "prerouting",
      "type nat hook prerouting priority dstnat; policy accept;",
      node.portForwards.map(
        ({ protocol, port, toAddress, toPort }) =>
          `iifname ${nftString(node.publicInterface)} ${protocol} dport ${port} dnat ip to ${toAddress}:${toPort}`,
      ),
    ),
  ];
}

function srcnatChain({ firewall }: Topology, node: Node): string[][] {
  if (firewall.vmSubnets.length === 0) return [];
  const leaving = `oifname ${nftString(node.publicInterface)} ip saddr ${nftSet(firewall.vmSubnets)}`;
  const translate =
    firewall.sourceNat === SourceNat.MASQUERADE ? "masquerade" : `snat ip to ${node.publicAddress}`;
  return [
    chain("postrouting", "type nat hook postrouting priority srcnat; policy accept;", [
      `${leaving} ${translate}`,
    ]),
  ];
}

function byFamily(sources: readonly string[]): { v4: string[]; v6: string[]; unknown: string[] } {
  const isToken = (source: string): boolean => source.includes("${");
  return {
    v4: sources.filter((source) => !isToken(source) && !source.includes(":")),
    v6: sources.filter((source) => !isToken(source) && source.includes(":")),
    unknown: sources.filter(isToken),
  };
}
