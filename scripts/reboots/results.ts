import * as fs from "node:fs";
import * as path from "node:path";
import { cacheDirectory } from "../../lab/cache";
import { median, table } from "../docs/markdown";

/** One sequence that was run. */
export interface SequenceResult {
  readonly seed: number;
  readonly number: number;
  readonly pve: 8 | 9;
  readonly date: string;
  readonly commit: string;
  readonly events: string;
  readonly seconds: number;
  readonly problems: readonly string[];
}

const FILE = path.join(cacheDirectory(), "faults", "reboots.jsonl");

/** Appends at once: a run that is cut loses no sequence that was finished. */
export function keep(result: SequenceResult): void {
  fs.mkdirSync(path.dirname(FILE), { recursive: true });
  fs.appendFileSync(FILE, `${JSON.stringify(result)}\n`);
}

/** The last result of each sequence. */
export function readResults(): SequenceResult[] {
  if (!fs.existsSync(FILE)) return [];
  const last = new Map<string, SequenceResult>();
  const text = fs.readFileSync(FILE, "utf8");
  // A run that was killed while it wrote leaves a line without an end.
  for (const line of text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter(Boolean)) {
    const result = JSON.parse(line) as SequenceResult;
    last.set(`${result.seed} ${result.pve} ${result.number}`, result);
  }
  return [...last.values()].sort((a, b) => a.pve - b.pve || a.seed - b.seed || a.number - b.number);
}

/** docs/reboots.md: only what was really run stands in it. */
export function renderReport(results: readonly SequenceResult[]): string {
  const bad = results.filter(({ problems }) => problems.length > 0);
  const seconds = results.filter(({ problems }) => problems.length === 0).map((one) => one.seconds);
  return [
    "# Reboots",
    "",
    "Random sequences of reboots and power cuts of one, two or all nodes of the example cluster. After each the cluster has to come",
    "back with nobody's hands: quorum, every member, every fact of a fresh deploy, no failed unit. All the while a host that no",
    "firewall lets in knocks on ports 22 and 8006 of every node, several times a second, and must never hear anything.",
    "",
    "    npm run test:reboots -- --count 50 --seed 1",
    "",
    "The same seed makes the same sequences; a run that was cut goes on where it stopped. The seconds are those from the last",
    "event until all facts were seen to be true.",
    "",
    `${results.length} sequences run, ${results.length - bad.length} came back by themselves` +
      (seconds.length > 0
        ? `; median ${median(seconds).toFixed(0)} s, worst ${Math.max(...seconds).toFixed(0)} s.`
        : "."),
    "",
    ...table(
      ["date", "base", "seed", "no.", "what happened", "seconds"],
      results.map((one) => [
        one.date,
        `PVE ${one.pve}`,
        String(one.seed),
        String(one.number),
        one.events,
        one.problems.length > 0 ? `not back: ${one.problems.join("; ")}` : one.seconds.toFixed(0),
      ]),
    ),
    "",
  ].join("\n");
}
