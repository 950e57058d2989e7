import * as fc from "fast-check";

/** A while in which nothing passes between the cities. */
export interface Outage {
  /** Until it begins, from the end of the one before. */
  readonly pauseMilliseconds: number;
  readonly milliseconds: number;
}

/** How long the outages of a line are. */
export interface Line {
  readonly name: string;
  readonly shortest: number;
  readonly longest: number;
}

/** The silence that CorosyncTuning.forWan takes for granted, and no more. */
export const UNEASY: Line = {
  name: "uneasy: outages of 2.0 to 2.4 s",
  shortest: 2000,
  longest: 2400,
};
export const BAD: Line = {
  name: "too bad: outages of 14 to 20 s",
  shortest: 14000,
  longest: 20000,
};

/** The outages of so many seconds: the same seed, the same outages. */
export function outagesOf(line: Line, seconds: number, seed: number): Outage[] {
  const one = fc.record({
    pauseMilliseconds: fc.integer({ min: 25_000, max: 50_000 }),
    milliseconds: fc.integer({ min: line.shortest, max: line.longest }),
  });
  const drawn = fc.sample(one, { seed, numRuns: Math.ceil(seconds / 25) });
  let left = seconds * 1000;
  return drawn.filter(({ pauseMilliseconds, milliseconds }) => {
    left -= pauseMilliseconds + milliseconds;
    return left > 0;
  });
}
