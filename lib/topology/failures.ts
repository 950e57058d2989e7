import type { Voters } from "./outcomes";

/** Something that fails: a node, a whole site, or the WAN link between two sites. */
export interface Failure {
  /** What it is. */
  readonly kind: "node" | "site" | "link";
  /** The node, the site, or the two sites. */
  readonly names: readonly string[];
}

/** The sites of a cluster, in the order of its nodes. */
export function sitesOf({ nodes }: Voters): string[] {
  return [...new Set(nodes.map(({ site }) => site))];
}

/** Each node, each site and each WAN link by itself. A single site is the whole cluster, and no news. */
export function singleFailures(voters: Voters): Failure[] {
  const sites = sitesOf(voters);
  const links = sites.flatMap((one, index) =>
    sites.slice(index + 1).map((other) => ({ kind: "link" as const, names: [one, other] })),
  );
  return [
    ...voters.nodes.map(({ name }) => ({ kind: "node" as const, names: [name] })),
    ...(sites.length > 1 ? sites.map((site) => ({ kind: "site" as const, names: [site] })) : []),
    ...links,
  ];
}

/** Every two failures, without those that leave nobody, and without those that leave the same as one failure or as two that are on the list. */
export function pairsOfFailures(voters: Voters): Failure[][] {
  const singles = singleFailures(voters);
  const known = new Set([NOBODY, ...singles.map((failure) => stateAfter(voters, [failure]))]);
  return singles
    .flatMap((one, index) => singles.slice(index + 1).map((other) => [one, other]))
    .filter((pair) => {
      const state = stateAfter(voters, pair);
      return !known.has(state) && known.add(state);
    });
}

/** Whether a node is down by these failures. */
export function breaks(failures: readonly Failure[], node: Voters["nodes"][number]): boolean {
  return failures.some(
    ({ kind, names }) =>
      (kind === "node" && names[0] === node.name) || (kind === "site" && names[0] === node.site),
  );
}

/** Whether the nodes of two sites do not see each other. */
export function cutsBetween(failures: readonly Failure[]): (one: string, other: string) => boolean {
  const cut = failures.filter(({ kind }) => kind === "link").map(({ names }) => names);
  return (one, other) =>
    one !== other && cut.some((ends) => ends.includes(one) && ends.includes(other));
}

const NOBODY = JSON.stringify([[], []]);

/** The same text for failures that leave the same nodes and the same links between them. */
function stateAfter(voters: Voters, failures: readonly Failure[]): string {
  const alive = voters.nodes.filter((node) => !breaks(failures, node));
  const sites = sitesOf({ nodes: alive });
  const links = failures.filter(
    ({ kind, names }) => kind === "link" && names.every((site) => sites.includes(site)),
  );
  return JSON.stringify([alive.map(({ name }) => name), links.map(({ names }) => names)]);
}
