import { quoted } from "./printable";

/** A fix that asks for the name that was probably meant; without one the other fix. */
export function didYouMean(given: unknown, names: readonly string[], otherwise: string): string {
  const meant = nearest(given, names);
  return meant === undefined ? otherwise : `did you mean ${quoted(meant)}?`;
}

const SHORTEST_PART = 3;

/** The one name that was probably meant: not more than a third of its letters away and nearer than all others, or the only one that it is a part of. */
export function nearest(given: unknown, names: readonly string[]): string | undefined {
  if (typeof given !== "string") return undefined;
  const [first, second] = names
    .filter((name) => Math.abs(name.length - given.length) <= allowance(name))
    .map((name) => ({ name, away: distance(given.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, away }) => away <= allowance(name))
    .sort((a, b) => a.away - b.away);
  if (first) return first.away !== second?.away ? first.name : undefined;
  const longer = names.filter((name) => name.toLowerCase().includes(given.toLowerCase()));
  return given.length >= SHORTEST_PART && longer.length === 1 ? longer[0] : undefined;
}

function allowance(name: string): number {
  return Math.floor((name.length + 1) / 3);
}

/** How many letters have to be added, left out or replaced (Levenshtein's distance). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [line, sign] of Array.from(a, (one, index) => [index + 1, one] as const)) {
    const above = row;
    row = [line];
    for (let at = 1; at <= b.length; at++) {
      const replaced = above[at - 1] + (b[at - 1] === sign ? 0 : 1);
      row.push(Math.min(replaced, above[at] + 1, row[at - 1] + 1));
    }
  }
  return row[b.length];
}
