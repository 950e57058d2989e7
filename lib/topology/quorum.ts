import { sitesOf } from "./failures";
import { outcomeOf, type Voters } from "./outcomes";

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

/** The article's quorum arithmetic, for every site. */
export function quorumOf(voters: Voters): SiteQuorum[] {
  const sites = sitesOf(voters);
  return sites.map((site) => {
    const nodes = voters.nodes.filter((node) => node.site === site).map(({ name }) => name);
    const others = sites.filter((other) => other !== site);
    const cutOff = others.map((other) => ({ kind: "link" as const, names: [site, other] }));
    const whenCutOff = outcomeOf(voters, cutOff);
    const whenGone = outcomeOf(voters, [{ kind: "site", names: [site] }]);
    return {
      site,
      nodes,
      holdsQuorum: nodes.every((node) => whenCutOff.keep.includes(node)),
      othersHoldQuorum: whenGone.keep.length > 0,
    };
  });
}
