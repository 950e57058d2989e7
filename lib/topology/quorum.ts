import type { Topology } from "./topology";

/** What one site is worth when all others are gone. */
export interface SiteQuorum {
  /** Its name. */
  readonly site: string;
  /** Names of its nodes. */
  readonly nodes: string[];
  /** Whether its nodes alone are a majority. */
  readonly holdsQuorum: boolean;
  /** Whether the others are a majority when this site is gone. */
  readonly othersHoldQuorum: boolean;
}

/** Votes that a cluster needs. */
export function votesNeeded(nodes: number): number {
  return Math.floor(nodes / 2) + 1;
}

/** The article's quorum arithmetic, for every site. */
export function quorumOf({ nodes }: Topology): SiteQuorum[] {
  const needed = votesNeeded(nodes.length);
  const sites = [...new Set(nodes.map(({ site }) => site))];
  return sites.map((site) => {
    const members = nodes.filter((node) => node.site === site).map(({ name }) => name);
    return {
      site,
      nodes: members,
      holdsQuorum: members.length >= needed,
      othersHoldQuorum: nodes.length - members.length >= needed,
    };
  });
}
