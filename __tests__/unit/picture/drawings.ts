import type { Drawing } from "../../../lib/picture";

/** Nodes 1, 2, … on these sites, every two of them with a tunnel. */
export function drawing(sites: readonly string[], names?: readonly string[]): Drawing {
  const nodes = sites.map((site, index) => ({
    name: names?.[index] ?? `node${index + 1}`,
    site,
    reached: "IPv4",
  }));
  const tunnels = nodes.flatMap((a, index) =>
    nodes.slice(index + 1).map((b) => ({
      ends: [a.name, b.name] as [string, string],
      opensOneWay: false,
      notes: [],
    })),
  );
  return { nodes, tunnels, haSites: [] };
}
