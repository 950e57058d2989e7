import { address6Of, addressOf, RUNNER, siteOf } from "./topology";

/** What may be said about a link; what is left out stays as it is. */
export interface LinkChange {
  readonly rttMilliseconds?: number;
  /** Half the width of the range in which each round trip's time varies. */
  readonly jitterMilliseconds?: number;
  /** 100 is a partition. */
  readonly lossPercent?: number;
}

/**
 * A change to the WAN. A key of `links` is "node1-node3" (both directions) or "node1>node3" (one direction, which wins);
 * "runner" is a name too. `null` takes back what was said before about a link, or with `default` about all of them.
 */
export interface WanChange {
  /** For every link that `links` says nothing about. */
  readonly default?: LinkChange | null;
  readonly links?: Readonly<Record<string, LinkChange | null>>;
}

export type Link = Required<LinkChange>;

/** All changes so far. */
export interface WanState {
  readonly default: LinkChange;
  readonly links: Readonly<Record<string, LinkChange>>;
}

export const UNCHANGED_WAN: WanState = { default: {}, links: {} };

const LIMITS: Record<keyof Link, number> = {
  rttMilliseconds: 10_000,
  jitterMilliseconds: 1_000,
  lossPercent: 100,
};

/** How a link is before any change. */
export function usualLink(a: string, b: string): Link {
  if (a === RUNNER || b === RUNNER) {
    return { rttMilliseconds: 20, jitterMilliseconds: 0, lossPercent: 0 };
  }
  return siteOf(a) === siteOf(b)
    ? { rttMilliseconds: 2, jitterMilliseconds: 0, lossPercent: 0 }
    : { rttMilliseconds: 65, jitterMilliseconds: 1, lossPercent: 0.2 };
}

/** The link in the direction from `source` to `destination`. */
export function linkBetween(state: WanState, source: string, destination: string): Link {
  return {
    ...usualLink(source, destination),
    ...state.default,
    ...state.links[pairKey(source, destination)],
    ...state.links[`${source}>${destination}`],
  };
}

export function mergeWan(state: WanState, change: WanChange, names: readonly string[]): WanState {
  const problems = problemsOf(change, names);
  if (problems.length > 0) {
    throw new Error(`this change of the WAN cannot be made:\n  ${problems.join("\n  ")}`);
  }
  const links = { ...state.links };
  for (const [key, link] of Object.entries(change.links ?? {})) {
    const canonical = canonicalKey(key);
    if (link === null) delete links[canonical];
    else links[canonical] = { ...links[canonical], ...link };
  }
  return {
    default: change.default === null ? {} : { ...state.default, ...change.default },
    links,
  };
}

/** The emulator's configuration: a line for each direction and family of addresses. */
export function renderWan(state: WanState, names: readonly string[], generation: string): string {
  const lines = names.flatMap((source) =>
    names
      .filter((destination) => destination !== source)
      .flatMap((destination) => {
        const link = linkBetween(state, source, destination);
        const figures = [
          link.rttMilliseconds / 2000,
          link.jitterMilliseconds / 2000,
          link.lossPercent / 100,
        ];
        return [addressOf, address6Of].map((address) =>
          [address(source), address(destination), ...figures.map(decimal)].join(" "),
        );
      }),
  );
  return [...lines, `generation ${generation}`, ""].join("\n");
}

function decimal(value: number): string {
  return value.toFixed(7);
}

function problemsOf(change: WanChange, names: readonly string[]): string[] {
  if (!isObject(change)) {
    return [`got ${JSON.stringify(change)}: give an object with "default" and "links"`];
  }
  const problems = unknownKeys(change, ["default", "links"], "the change");
  problems.push(...linkProblems(change.default, "default"));
  if (change.links !== undefined && !isObject(change.links)) {
    return [...problems, `links: got ${JSON.stringify(change.links)}, give an object`];
  }
  for (const [key, link] of Object.entries(change.links ?? {})) {
    const [a, b, more] = key.split(/[->]/);
    if (more !== undefined || a === b || !names.includes(a) || !names.includes(b)) {
      problems.push(`links: got "${key}", give "A-B" or "A>B" of ${names.join(", ")}`);
    }
    problems.push(...linkProblems(link, key));
  }
  return problems;
}

function linkProblems(link: unknown, where: string): string[] {
  if (link === undefined || link === null) return [];
  if (!isObject(link)) return [`${where}: got ${JSON.stringify(link)}, give an object or null`];
  const problems = unknownKeys(link, Object.keys(LIMITS), where);
  for (const [key, most] of Object.entries(LIMITS)) {
    const value = link[key];
    if (value === undefined) continue;
    if (typeof value !== "number" || !(value >= 0 && value <= most)) {
      problems.push(
        `${where}.${key}: got ${JSON.stringify(value)}, give a number from 0 to ${most}`,
      );
    }
  }
  return problems;
}

function unknownKeys(value: object, known: readonly string[], where: string): string[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => `${where}: got "${key}", give ${known.join(", ")}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function canonicalKey(key: string): string {
  const [a, b] = key.split("-");
  return b === undefined ? key : pairKey(a, b);
}

function pairKey(a: string, b: string): string {
  return [a, b].sort().join("-");
}
