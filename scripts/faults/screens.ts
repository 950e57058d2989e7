import { CELLS, FAULTS, FaultName } from "./cells";
import { CellResult } from "./results";

/** docs/fault-screens.md: what the owner of a disturbed deploy saw last, each different screen once. */
export function renderScreens(results: readonly CellResult[]): string {
  const faults = (Object.keys(FAULTS) as FaultName[]).flatMap((fault) => {
    const ofFault = CELLS.filter((cell) => cell.fault === fault).flatMap(({ name }) =>
      results.filter(({ cell, effect, first }) => cell === name && effect && first?.code),
    );
    return ofFault.length > 0 ? ["", `## ${FAULTS[fault]}`, ...differentScreens(ofFault)] : [];
  });
  return [
    "# Last screens",
    "",
    "What a deploy that was disturbed said last, as it was seen when the cells of [faults.md](faults.md) were run. Screens that say",
    "the same about the same step stand here once, with the cells they were seen in.",
    ...faults,
    "",
  ].join("\n");
}

function differentScreens(results: readonly CellResult[]): string[] {
  const byWords = new Map<string, CellResult[]>();
  for (const result of results) {
    const words = keyWords(result.first!.screen);
    byWords.set(words, [...(byWords.get(words) ?? []), result]);
  }
  return [...byWords.values()].flatMap((same) => [
    "",
    same.map(({ cell }) => `\`${cell}\``).join(", "),
    "",
    "```text",
    ...same[0].first!.screen.map((line) => line.trimEnd()),
    "```",
  ]);
}

/** What a screen says apart from times, numbers and on which node it was. */
function keyWords(screen: readonly string[]): string {
  const lines = screen.filter((line) => /failed: |next: |FAILED|left to do/.test(line));
  return [...new Set(lines.map((line) => line.replace(/node\d|\d+/g, "N")))].sort().join("\n");
}
