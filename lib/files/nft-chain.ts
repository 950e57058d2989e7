/** A chain with its comments; empty groups of rules fall away together with what they are about. */
export function nftChain(name: string, head: string, groups: readonly RuleGroup[]): string[] {
  const body = groups
    .filter(({ rules }) => rules.length > 0)
    .flatMap(({ about, rules }) => [`# ${about}`, ...rules]);
  return [`chain ${name} {`, ...[head, ...body].map((line) => `\t${line}`), "}"];
}

/** Rules that serve one purpose. */
export interface RuleGroup {
  /** The purpose, as a comment in the ruleset. */
  readonly about: string;
  /** One statement each. */
  readonly rules: readonly string[];
}
