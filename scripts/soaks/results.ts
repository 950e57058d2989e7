import type { Judgement } from "../../cli/soak-judgement";
import { table } from "../docs/markdown";

/** A soak that was run. */
export interface SoakResult {
  readonly line: string;
  readonly timers: string;
  readonly outages: number;
  readonly judgement: Judgement;
}

/** The table of docs/soak.md. */
export function renderResults(
  results: readonly SoakResult[],
  minutes: number,
  seed: number,
): string[] {
  const date = new Date().toISOString().slice(0, 10);
  return [
    `${date}, PVE 9, ${minutes} minutes each, seed ${seed}, three labs side by side on one machine:`,
    "",
    ...table(
      ["line between the cities", "outages", "timers", "verdict", "why", "near", "longest wait"],
      results.map(({ line, timers, outages, judgement }) => [
        ...[line, String(outages), timers, judgement.verdict],
        judgement.reasons.join("; ") || "-",
        String(judgement.events.filter(({ fails }) => !fails).length),
        judgement.token
          ? `${judgement.token.worstSilenceMilliseconds} of ${judgement.token.runtimeMilliseconds} ms`
          : "-",
      ]),
    ),
  ];
}
