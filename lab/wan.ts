import { address6Of, addressOf, RUNNER, siteOf } from "./topology";

/** What may be said about a link; what is left out stays as it is. */
export interface LinkChange {
  readonly rttMilliseconds?: number;
  /** Half the width of the range in which each round trip's time varies. */
  readonly jitterMilliseconds?: number;
  /** 100 is a partition. */
  readonly lossPercent?: number;
}

/** What may be said about a host's own line. */
export interface UplinkChange {
  /** What it sends at most; what comes on top waits for 50 ms, then is lost. */
  readonly megabitsPerSecond?: number;
}

/**
 * A change to the WAN. A key of `links` is "node1-node3" (both directions) or "node1>node3" (one direction, which wins);
 * "runner" is a name too. `null` takes back what was said before about a link, or with `default` about all of them.
 */
export interface WanChange {
  /** For every link that `links` says nothing about. */
  readonly default?: LinkChange | null;
  readonly links?: Readonly<Record<string, LinkChange | null>>;
  /** By name; no host's line is limited at first. */
  readonly uplinks?: Readonly<Record<string, UplinkChange | null>>;
}

export type Link = Required<LinkChange>;

/** All changes so far. */
export interface WanState {
  readonly default: LinkChange;
  readonly links: Readonly<Record<string, LinkChange>>;
  readonly uplinks: Readonly<Record<string, UplinkChange>>;
}

export const UNCHANGED_WAN: WanState = { default: {}, links: {}, uplinks: {} };

type Limits<Key extends string> = Readonly<Record<Key, readonly [least: number, most: number]>>;

const LINK_LIMITS: Limits<keyof Link> = {
  rttMilliseconds: [0, 10_000],
  jitterMilliseconds: [0, 1_000],
  lossPercent: [0, 100],
};
const UPLINK_LIMITS: Limits<keyof UplinkChange> = { megabitsPerSecond: [1, 1_000] };

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
  const uplinks = { ...state.uplinks };
  for (const [name, uplink] of Object.entries(change.uplinks ?? {})) {
    if (uplink === null) delete uplinks[name];
    else uplinks[name] = { ...uplinks[name], ...uplink };
  }
  return {
    default: change.default === null ? {} : { ...state.default, ...change.default },
    links,
    uplinks,
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

/** Lines for `tc -batch`: what a host sends waits at its own class of the device that leads into the WAN. */
export function renderUplinks(state: WanState, device: string): string {
  const classes = Object.entries(state.uplinks).flatMap(([name, { megabitsPerSecond }]) => {
    if (megabitsPerSecond === undefined) return [];
    const id = uplinkClass(state, name);
    // Counted in packets, as in a router: in a queue of bytes the small ones still find room when it is full.
    const packets = Math.ceil((megabitsPerSecond * 1_000_000 * 0.05) / 8 / 1500);
    const filter = `filter add dev ${device} parent 1:`;
    return [
      `class add dev ${device} parent 1: classid ${id} htb rate ${megabitsPerSecond}mbit quantum 3000`,
      `qdisc add dev ${device} parent ${id} pfifo limit ${packets}`,
      `${filter} protocol ip pref 1 u32 match ip src ${addressOf(name)} flowid ${id}`,
      `${filter} protocol ipv6 pref 2 u32 match ip6 src ${address6Of(name)} flowid ${id}`,
    ];
  });
  // First something else: a replaced htb would keep its classes.
  const lines = [`qdisc replace dev ${device} root handle 2: pfifo`];
  if (classes.length > 0) lines.push(`qdisc replace dev ${device} root handle 1: htb`, ...classes);
  return [...lines, ""].join("\n");
}

/** The class of a limited uplink. */
export function uplinkClass(state: WanState, name: string): string {
  return `1:${Object.keys(state.uplinks).indexOf(name) + 1}`;
}

function decimal(value: number): string {
  return value.toFixed(7);
}

function problemsOf(change: WanChange, names: readonly string[]): string[] {
  if (!isObject(change)) {
    return [`got ${JSON.stringify(change)}: give an object with "default", "links" and "uplinks"`];
  }
  const problems = unknownKeys(change, ["default", "links", "uplinks"], "the change");
  problems.push(...figureProblems(change.default, "default", LINK_LIMITS));
  if (change.links !== undefined && !isObject(change.links)) {
    return [...problems, `links: got ${JSON.stringify(change.links)}, give an object`];
  }
  for (const [key, link] of Object.entries(change.links ?? {})) {
    const [a, b, more] = key.split(/[->]/);
    if (more !== undefined || a === b || !names.includes(a) || !names.includes(b)) {
      problems.push(`links: got "${key}", give "A-B" or "A>B" of ${names.join(", ")}`);
    }
    problems.push(...figureProblems(link, key, LINK_LIMITS));
  }
  if (change.uplinks !== undefined && !isObject(change.uplinks)) {
    return [...problems, `uplinks: got ${JSON.stringify(change.uplinks)}, give an object`];
  }
  for (const [name, uplink] of Object.entries(change.uplinks ?? {})) {
    if (!names.includes(name)) {
      problems.push(`uplinks: got "${name}", give one of ${names.join(", ")}`);
    }
    problems.push(...figureProblems(uplink, name, UPLINK_LIMITS));
  }
  return problems;
}

function figureProblems(figures: unknown, where: string, limits: Limits<string>): string[] {
  if (figures === undefined || figures === null) return [];
  if (!isObject(figures)) {
    return [`${where}: got ${JSON.stringify(figures)}, give an object or null`];
  }
  const problems = unknownKeys(figures, Object.keys(limits), where);
  for (const [key, [least, most]] of Object.entries(limits)) {
    const value = figures[key];
    if (value === undefined) continue;
    if (typeof value !== "number" || !(value >= least && value <= most)) {
      problems.push(
        `${where}.${key}: got ${JSON.stringify(value)}, give a number from ${least} to ${most}`,
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
