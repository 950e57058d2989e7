import * as fs from "node:fs";
import * as path from "node:path";
import { cacheDirectory } from "../../lab/cache";

/** One run of a cell. */
export interface CellResult {
  readonly cell: string;
  readonly pve: 8 | 9;
  /** YYYY-MM-DD */
  readonly date: string;
  /** The version of the sources. */
  readonly commit: string;
  /** By what the fault's effect was seen; without one the cell does not count. */
  readonly effect?: string;
  /** Why it does not count. */
  readonly notRun?: string;
  readonly first?: { readonly code: number; readonly seconds: number; readonly screen: string[] };
  /** What the failed deploy did not say. */
  readonly badlyExplained: string[];
  readonly secondsToHeal?: number;
  readonly how?: string;
  /** What was not as it must be after the second deploy. */
  readonly problems: string[];
}

export function healed(result: CellResult): boolean {
  return result.effect !== undefined && result.problems.length === 0;
}

export function resultsFile(): string {
  return path.join(cacheDirectory(), "faults", "results.jsonl");
}

/** Appends at once: a run that is cut loses no cell that was finished. */
export function keep(result: object, file = resultsFile()): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.appendFileSync(file, `${JSON.stringify(result)}\n`);
}

/** The last result of each cell on each release. */
export function readResults(file = resultsFile()): CellResult[] {
  return fs.existsSync(file) ? parseResults(fs.readFileSync(file, "utf8")) : [];
}

export function parseResults(text: string): CellResult[] {
  const last = new Map<string, CellResult>();
  for (const line of wholeLines(text)) {
    const result = JSON.parse(line) as CellResult;
    last.set(`${result.cell} ${result.pve}`, result);
  }
  return [...last.values()];
}

/** A run that was killed while it wrote leaves a line without an end: what it was about is run again. */
export function wholeLines(text: string): string[] {
  return text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter(Boolean);
}

/** Those that a run which goes on has not to repeat. */
export function done(results: readonly CellResult[], pve: 8 | 9): Set<string> {
  return new Set(
    results
      .filter((result) => result.pve === pve && result.effect !== undefined)
      .map(({ cell }) => cell),
  );
}
