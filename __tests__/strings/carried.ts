import * as fs from "node:fs";
import fc from "fast-check";
import { harmlessPlan, outcomeOf } from "./outcome";
import type { PlanText } from "./reading";
import { runsOr, seed } from "./settings";
import { input, type Input } from "./texts";

/** What a lab's test takes has to be built, rendered and read by real programs. */
export const LAB_SHARE = 450;

/** A text that the checks let pass, with what of the plan it made another than a harmless one's. */
export interface Carried extends Input {
  readonly texts: readonly PlanText[];
}

/** What is carried of the texts that a run tries, or of those that an earlier run has written into the file `STRINGS_CARRIED`. */
export function carriedTexts(): readonly Carried[] {
  return (carried ??= find());
}

let carried: readonly Carried[] | undefined;

function find(): Carried[] {
  const file = process.env.STRINGS_CARRIED;
  const given =
    file && fs.existsSync(file)
      ? (JSON.parse(`[${fs.readFileSync(file, "utf8").trimEnd().slice(0, -1)}]`) as Input[])
      : fc.sample(input, { numRuns: runsOr(LAB_SHARE), seed });
  return given.flatMap((one) => {
    const outcome = outcomeOf(one);
    if ("refused" in outcome) return [];
    const usual = new Set(harmlessPlan(one).texts.map(({ read }) => read));
    return [{ ...one, texts: outcome.texts.filter(({ read }) => !usual.has(read)) }];
  });
}

/** Keeps a text for the tests that need a lab, where the file is named. */
export function keepCarried(given: Input): void {
  const file = process.env.STRINGS_CARRIED;
  if (file) fs.appendFileSync(file, `${JSON.stringify(given)},\n`);
}
