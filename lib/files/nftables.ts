import type { Node, Topology } from "../topology";
import { MARKER } from "./marker";
import { dstnatChain, forwardChain, srcnatChain } from "./nft-forward";
import { inputChain, rawChain } from "./nft-input";
import { nftSet, nftValue } from "./nft-text";

/**
 * The node's ruleset, nft(8). Guide step 4.
 *
 * A table of our own, replaced in one transaction: the tables of others stay, and a packet has to pass theirs too. Names of interfaces are compared
 * when packets come (`iifname`), never when the rules load: at boot neither wg0 nor a bridge exists yet, and `iif` would refuse the whole file.
 */
export function firewallRuleset(topology: Topology, node: Node): string {
  const { firewall, trustedSources } = topology;
  const isIpv6 = (source: string): boolean => !source.includes("${") && source.includes(":");
  // A token may turn out to be of either family: it is taken for IPv4, the article's.
  const ipv4 = addressSet(
    "trusted_ipv4",
    "ip",
    trustedSources.filter((one) => !isIpv6(one)),
  );
  const ipv6 = addressSet("trusted_ipv6", "ip6", trustedSources.filter(isIpv6));
  const vms = addressSet("vm_subnets", "ip", firewall.vmSubnets);

  const blocks = [
    ...[ipv4, ipv6, vms].flatMap((set) => (set ? [set.lines] : [])),
    rawChain(topology),
    inputChain(
      topology,
      node,
      [ipv4, ipv6].flatMap((set) => (set ? [set.match] : [])),
    ),
    forwardChain(topology, node, vms?.match ?? ""),
    ...dstnatChain(node),
    ...srcnatChain(topology, node, vms?.match ?? ""),
  ].map((lines) => lines.map((line) => `\t${line}`).join("\n"));

  const start = firewall.flushRuleset
    ? ["flush ruleset"]
    : ["add table inet pve_wan", "delete table inet pve_wan"];
  return [MARKER, ...start, "table inet pve_wan {", blocks.join("\n\n"), "}", ""].join("\n");
}

interface AddressSet {
  readonly lines: string[];
  /** What a rule says about the source address. */
  readonly match: string;
}

/** A named set: unlike one that stands in a rule it takes networks that overlap, and tokens may turn out to. */
function addressSet(
  name: string,
  family: "ip" | "ip6",
  networks: readonly string[],
): AddressSet | undefined {
  if (networks.length === 0) return undefined;
  const body = [
    `type ${family === "ip" ? "ipv4_addr" : "ipv6_addr"}`,
    "flags interval",
    "auto-merge",
    `elements = ${nftSet(networks.map(nftValue))}`,
  ];
  return {
    lines: [`set ${name} {`, ...body.map((line) => `\t${line}`), "}"],
    match: `${family} saddr @${name}`,
  };
}
