import { beforePort, isIpv6 } from "./addresses";
import type { NodeProps } from "./node-props";
import type { Node, Topology } from "./topology";
import type { TunnelProps } from "./tunnel-props";

/** A tunnel's own name, lower id first: `node1-node2`. */
export function tunnelName(a: Node, b: Node): string {
  return a.id < b.id ? `${a.name}-${b.name}` : `${b.name}-${a.name}`;
}

/** What was given for tunnels, by their own names: users may name the two ends in either order. */
export function byTunnel<T>(
  pairs: Topology["pairs"],
  given: Readonly<Record<string, T>>,
): Record<string, T> {
  return Object.fromEntries(
    pairs.flatMap(({ a, b }) => {
      const value = given[`${a.name}-${b.name}`] ?? given[`${b.name}-${a.name}`];
      return value === undefined ? [] : [[tunnelName(a, b), value]];
    }),
  );
}

/** Where a node reaches one of its peers, as it stands before `:port`; nowhere if that one is behind NAT. */
export function endpointOf(topology: Topology, node: Node, peer: Node): string | undefined {
  const own = settingsOf(topology, node, peer)?.endpoints?.[peer.name];
  return own === undefined ? publicAddressFor(node, peer) : beforePort(own);
}

type PublicAddresses = Pick<NodeProps, "publicAddress" | "publicAddress6">;

/**
 * The public address at which a node reaches another, as it stands before `:port`: IPv4 if both have it, else IPv6 if both have that. A node
 * behind NAT has neither and reaches what there is, IPv4 first; one that has only IPv6 may reach IPv4 through a NAT, never the other way round.
 */
export function publicAddressFor(node: PublicAddresses, peer: PublicAddresses): string | undefined {
  const bothHaveIpv6 = node.publicAddress6 !== undefined && peer.publicAddress6 !== undefined;
  const prefersIpv6 = node.publicAddress === undefined && bothHaveIpv6;
  if (peer.publicAddress !== undefined && !prefersIpv6) return peer.publicAddress;
  const hasOnlyIpv4 = node.publicAddress !== undefined && node.publicAddress6 === undefined;
  // In brackets also where it is a token, which beforePort() could not know for an IPv6 address.
  return peer.publicAddress6 === undefined || hasOnlyIpv4 ? undefined : `[${peer.publicAddress6}]`;
}

/** What a node's peers let through its tunnels: its overlay address and the networks behind it. */
export function allowedIpsOf({ overlayAddress, routedSubnets }: Node): string[] {
  return [`${overlayAddress}/${isIpv6(overlayAddress) ? 128 : 32}`, ...routedSubnets];
}

/** Seconds between the keepalives of a tunnel; 0 is off. */
export function keepaliveOf(topology: Topology, node: Node, peer: Node): number {
  return (
    settingsOf(topology, node, peer)?.persistentKeepalive ?? topology.overlay.persistentKeepalive
  );
}

/** The node's addresses, beside its public one, at which peers reach its end of a tunnel. */
export function ownEndpoints(topology: Topology, node: Node): string[] {
  const given = topology.nodes.flatMap(
    (peer) => settingsOf(topology, node, peer)?.endpoints?.[node.name] ?? [],
  );
  return [...new Set(given)];
}

function settingsOf({ tunnels }: Topology, a: Node, b: Node): TunnelProps | undefined {
  return tunnels[tunnelName(a, b)];
}
