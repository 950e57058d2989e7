/** Things of which each one has so many nodes; two of them see each other unless their line is cut. */
export interface Graph {
  /** Nodes of each. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Whether the line between two of them is. */
  readonly isCut: (one: string, other: string) => boolean;
}

/** Nodes that form one membership: how many there are, and from where. */
export interface Part {
  /** Where they stand. */
  readonly sites: readonly string[];
  /** How many they are. */
  readonly size: number;
}

/** The largest sets in which everyone sees everyone (Bron and Kerbosch, with a pivot: without one, a mesh of 30 would take hours). */
export function largestMeshes({ sizes, isCut }: Graph): string[][] {
  const sees = (one: string, other: string): boolean => one !== other && !isCut(one, other);
  const found: string[][] = [];
  const grow = (mesh: string[], candidates: string[], done: string[]): void => {
    if (candidates.length === 0 && done.length === 0) found.push(mesh);
    const seenBy = (one: string): number => candidates.filter((other) => sees(one, other)).length;
    const [pivot] = [...candidates, ...done].sort((a, b) => seenBy(b) - seenBy(a));
    for (const site of candidates.filter((one) => !sees(pivot, one))) {
      grow(
        [...mesh, site],
        candidates.filter((other) => sees(site, other)),
        done.filter((other) => sees(site, other)),
      );
      candidates = candidates.filter((other) => other !== site);
      done = [...done, site];
    }
  };
  grow([], [...sizes.keys()], []);
  return found;
}

/**
 * Every way in which the nodes can settle in memberships: in each of them everyone sees everyone, and no two of them could be one. Nodes of one
 * site need not settle in the same.
 */
export function partitionsOf(graph: Graph): Part[][] {
  const meshes = largestMeshes(graph);
  const found: Part[][] = [];
  const place = (rest: readonly (readonly [string, number])[], parts: readonly Part[]): void => {
    if (rest.length === 0) {
      const used = parts.filter(({ size }) => size > 0);
      if (!couldMerge(used, graph)) found.push(used);
      return;
    }
    const [[site, size], ...others] = rest;
    const open = meshes.flatMap((mesh, index) => (mesh.includes(site) ? [index] : []));
    for (const shares of sharesOf(size, open.length)) {
      const next = parts.map((part, index) => {
        const share = shares[open.indexOf(index)] ?? 0;
        return share === 0 ? part : { sites: [...part.sites, site], size: part.size + share };
      });
      place(others, next);
    }
  };
  place(
    [...graph.sizes],
    meshes.map(() => ({ sites: [], size: 0 })),
  );
  return found;
}

function couldMerge(parts: readonly Part[], { isCut }: Graph): boolean {
  const areApart = (one: Part, other: Part): boolean =>
    one.sites.some((a) => other.sites.some((b) => a !== b && isCut(a, b)));
  return parts.some((one, index) => parts.slice(index + 1).some((other) => !areApart(one, other)));
}

/** All ways to divide so many nodes among so many meshes. */
function sharesOf(size: number, meshes: number): number[][] {
  if (meshes === 1) return [[size]];
  return Array.from({ length: size + 1 }, (_, first) =>
    sharesOf(size - first, meshes - 1).map((rest) => [first, ...rest]),
  ).flat();
}
