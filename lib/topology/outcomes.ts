import { breaks, cutsBetween, type Failure } from "./failures";
import { largestMeshes, partitionsOf, type Graph } from "./partitions";

/** What quorum is counted by. */
export interface Voters {
  /** One vote each. */
  readonly nodes: readonly { readonly name: string; readonly site: string }[];
}

/** What becomes of a cluster when something fails: not who wins, but everything that can happen. */
export interface Outcome {
  /** What fails, all of it at the same time. */
  readonly failures: readonly Failure[];
  /**
   * Every side that can have quorum, by the names of its sites; only one of them does. A site between two others that do not see each other can
   * take either side, and corosync says nowhere which.
   */
  readonly sides: readonly (readonly string[])[];
  /** Whether it can happen that no side has quorum. */
  readonly mayStop: boolean;
  /** Nodes that have quorum whatever happens. */
  readonly keep: readonly string[];
  /** Nodes that have quorum or not, as it happens. */
  readonly either: readonly string[];
  /** Nodes that run and have no quorum, whatever happens: HA resets them if it is on there. */
  readonly lose: readonly string[];
}

/** Votes that a cluster needs. */
export function votesNeeded(nodes: number): number {
  return Math.floor(nodes / 2) + 1;
}

/** What becomes of a cluster when all of this fails at once. */
export function outcomeOf({ nodes }: Voters, failures: readonly Failure[]): Outcome {
  const needed = votesNeeded(nodes.length);
  const alive = nodes.filter((node) => !breaks(failures, node));
  const sites = [...new Set(alive.map(({ site }) => site))];
  const isCut = cutsBetween(failures);
  const isTorn = (site: string): boolean => sites.some((other) => isCut(site, other));
  const votesOf = (site: string): number => alive.filter((node) => node.site === site).length;

  const torn: Graph = {
    sizes: new Map(sites.filter(isTorn).map((site) => [site, votesOf(site)])),
    isCut,
  };
  // Nodes that see everybody may join any side, so it is enough to know how many there are.
  const free = alive.filter(({ site }) => !isTorn(site)).length;
  const partitions = partitionsOf(torn);
  const parts = partitions.flat();
  // Where nothing is torn apart there is one side, and it is made of the free ones.
  const one = torn.sizes.size === 0;

  const canKeep = (site: string): boolean =>
    one
      ? free >= needed
      : parts.some((part) => reaches(part.sites, site, isTorn) && part.size + free >= needed);
  const canLose = (site: string): boolean =>
    one
      ? free < needed
      : parts.some(
          ({ sites: members, size }) =>
            reaches(members, site, isTorn) && size + (isTorn(site) ? 0 : 1) < needed,
        );
  const namesWhere = (matches: (site: string) => boolean): string[] =>
    alive.filter(({ site }) => matches(site)).map(({ name }) => name);

  const sides = largestMeshes(torn)
    .map((mesh) => sites.filter((site) => !isTorn(site) || mesh.includes(site)))
    .filter((side) => side.reduce((sum, site) => sum + votesOf(site), 0) >= needed);
  return {
    failures,
    sides,
    mayStop: one
      ? free < needed
      : partitions.some((settled) => {
          const room = settled.map(({ size }) => needed - 1 - size);
          return room.every((left) => left >= 0) && room.reduce((a, b) => a + b, 0) >= free;
        }),
    keep: namesWhere((site) => canKeep(site) && !canLose(site)),
    either: namesWhere((site) => canKeep(site) && canLose(site)),
    lose: namesWhere((site) => !canKeep(site)),
  };
}

/** Who is torn from nobody can be in every part. */
function reaches(
  members: readonly string[],
  site: string,
  isTorn: (site: string) => boolean,
): boolean {
  return !isTorn(site) || members.includes(site);
}
