import type { Node, Topology } from "../topology";
import { endpointOf, tunnelName } from "../topology/tunnels";

/** What a picture of a cluster shows. All of it is known at synth: addresses, which may be tokens, are not drawn. */
export interface Drawing {
  /** By id, lowest first. */
  readonly nodes: readonly DrawnNode[];
  /** One between every two nodes. */
  readonly tunnels: readonly DrawnTunnel[];
  /** Sites on which HA is used. */
  readonly haSites: readonly string[];
}

/** A node of the picture. */
export interface DrawnNode {
  /** Its name. */
  readonly name: string;
  /** Where it stands. */
  readonly site: string;
  /** How its peers reach it: `IPv4`, `IPv6`, `IPv4 and IPv6` or `behind NAT`. */
  readonly reached: string;
}

/** A tunnel of the picture. */
export interface DrawnTunnel {
  /** Names of the two nodes. */
  readonly ends: readonly [string, string];
  /** Only the first one can open it: nobody reaches that one from outside. */
  readonly opensOneWay: boolean;
  /** What is special about it, in words for a label. */
  readonly notes: readonly string[];
}

/** What there is to draw of a cluster. */
export function drawingOf(topology: Topology): Drawing {
  return {
    nodes: topology.nodes.map((node) => ({
      name: node.name,
      site: node.site,
      reached: reachOf(node),
    })),
    tunnels: topology.pairs.map(({ a, b }) => tunnelOf(topology, a, b)),
    haSites: topology.haSites,
  };
}

function reachOf({ publicAddress, publicAddress6 }: Node): string {
  const families = [publicAddress && "IPv4", publicAddress6 && "IPv6"].filter(Boolean);
  return families.join(" and ") || "behind NAT";
}

function tunnelOf(topology: Topology, a: Node, b: Node): DrawnTunnel {
  const [there, back] = [endpointOf(topology, a, b), endpointOf(topology, b, a)];
  const [from, to] = there === undefined ? [b, a] : [a, b];
  const hasOwnEndpoints = topology.tunnels[tunnelName(a, b)]?.endpoints !== undefined;
  return {
    ends: [from.name, to.name],
    opensOneWay: there === undefined || back === undefined,
    notes: [
      ...([there, back].some((endpoint) => endpoint?.startsWith("[")) ? ["IPv6"] : []),
      ...(hasOwnEndpoints ? ["own endpoints"] : []),
    ],
  };
}
