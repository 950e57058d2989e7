import { median, table } from "../docs/markdown";
import { CELLS, FAULTS, FaultName } from "./cells";
import { CellResult, healed } from "./results";

const LONGEST_WORDS = 160;

/** docs/faults.md: only what was really run stands in it. */
export function renderReport(results: readonly CellResult[]): string {
  const counted = CELLS.flatMap(({ name }) =>
    results.filter(({ cell, effect }) => cell === name && effect !== undefined),
  );
  const sick = counted.filter((result) => !healed(result));
  const unclear = counted.filter(({ badlyExplained }) => badlyExplained.length > 0);
  return [
    "# Faults",
    "",
    "What happens when a deploy is disturbed, and what a second `npm run deploy` makes of it with nothing done by hand.",
    "`npm run test:faults` runs the cells and writes this page; `npm run test:faults -- --list` names them all, and a cell is run",
    "by its name: `npm run test:faults -- join/power-joiner`.",
    "",
    "A cell is a fresh deploy of `main.ts` onto bare hosts with one fault at one moment: after a step was finished on all its",
    "nodes (`after-…`), or inside a step. It counts only if the fault's effect was seen. Then the power, network, disk or",
    "repository comes back, but no service is repaired; a second deploy follows. It has healed the cluster if every fact of a fresh",
    "deploy holds, the owner's files and keys are as before, nothing temporary is left, and a third deploy says “No changes”.",
    "",
    `${CELLS.length} cells in the list, ${counted.length} run, ${counted.length - sick.length} healed,` +
      ` ${counted.length - unclear.length} explained by the first deploy's [last screen](fault-screens.md).`,
    "",
    "## By fault",
    "",
    ...summary(counted),
    "",
    "## By cell",
    "",
    ...cells(counted),
    ...section("Not healed", sick, ({ problems }) => problems),
    ...section("Badly explained", unclear, ({ badlyExplained }) => badlyExplained),
    "",
  ].join("\n");
}

function summary(counted: readonly CellResult[]): string[] {
  const rows = (Object.keys(FAULTS) as FaultName[]).map((fault) => {
    const ofFault = counted.filter(({ cell }) => cell.endsWith(`/${fault}`));
    const seconds = ofFault.filter(healed).flatMap(({ secondsToHeal }) => secondsToHeal ?? []);
    return [
      FAULTS[fault],
      String(CELLS.filter((cell) => cell.fault === fault).length),
      String(ofFault.length),
      String(ofFault.filter(healed).length),
      seconds.length > 0 ? median(seconds).toFixed(0) : "",
      seconds.length > 0 ? Math.max(...seconds).toFixed(0) : "",
    ];
  });
  return table(["fault", "in the list", "run", "healed", "seconds, median", "worst"], rows);
}

function cells(counted: readonly CellResult[]): string[] {
  if (counted.length === 0) return ["None was run yet."];
  return table(
    ["date", "base", "cell", "effect seen", "first deploy", "seconds to heal", "how it healed"],
    counted.map((result) => [
      result.date,
      `PVE ${result.pve}`,
      `\`${result.cell}\``,
      inCell(result.effect!),
      result.first ? `${result.first.code === 0 ? "went through" : "failed"}` : "",
      healed(result) ? (result.secondsToHeal ?? 0).toFixed(0) : "not healed",
      inCell(result.how ?? ""),
    ]),
  );
}

function section(
  title: string,
  results: readonly CellResult[],
  lines: (result: CellResult) => readonly string[],
): string[] {
  if (results.length === 0) return [];
  const items = results.flatMap((result) =>
    lines(result).map((line) => `- \`${result.cell}\`: ${inCell(line)}`),
  );
  return ["", `## ${title}`, "", ...items];
}

/** A host's words in one line of a table, which neither a bar nor a mark of Markdown may break. */
export function inCell(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  const short = line.length > LONGEST_WORDS ? `${line.slice(0, LONGEST_WORDS - 1)}…` : line;
  return short.replace(/[|*_<>[\]`\\]/g, (mark) => `\\${mark}`);
}
