import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { inCell, renderReport } from "../../../scripts/faults/report";
import {
  CellResult,
  done,
  healed,
  keep,
  parseResults,
  readResults,
} from "../../../scripts/faults/results";

const result: CellResult = {
  cell: "join/power-joiner",
  pve: 9,
  date: "2026-11-23",
  commit: "abc1234",
  effect: "node2 is cut",
  first: { code: 1, seconds: 100, screen: [] },
  badlyExplained: [],
  secondsToHeal: 61.4,
  how: "went on where it ended (4 steps)",
  problems: [],
};
const lines = (...results: CellResult[]) =>
  results.map((one) => `${JSON.stringify(one)}\n`).join("");

describe("results", () => {
  test("are appended, and the last of a cell on a release counts", () => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "pve-wan-faults-"));
    try {
      const file = path.join(directory, "faults", "results.jsonl");
      expect(readResults(file)).toEqual([]);
      keep({ ...result, problems: ["no quorum"] }, file);
      keep(result, file);
      keep({ ...result, pve: 8 }, file);
      expect(readResults(file)).toEqual([result, { ...result, pve: 8 }]);
    } finally {
      fs.rmSync(directory, { recursive: true });
    }
  });

  test("of a run that was cut while it wrote are those that were whole", () => {
    expect(parseResults(`${lines(result)}{"cell":"join/reb`)).toEqual([result]);
    expect(parseResults("")).toEqual([]);
  });

  test("a cell without effect is run again, one that did not heal is not", () => {
    const sick = { ...result, cell: "join/reboot", problems: ["no quorum"] };
    const missed = { ...result, cell: "join/wan-cut", effect: undefined, notRun: "too late" };
    expect([...done([result, sick, missed], 9)]).toEqual(["join/power-joiner", "join/reboot"]);
    expect([...done([result], 8)]).toEqual([]);
    expect([result, sick, missed].map(healed)).toEqual([true, false, false]);
  });
});

describe("the page", () => {
  test("tells only of cells that were run and had an effect", () => {
    const missed = { ...result, cell: "join/wan-cut", effect: undefined, notRun: "too late" };
    const page = renderReport([result, missed]);
    expect(page).toContain("`join/power-joiner`");
    expect(page).not.toContain("`join/wan-cut`");
    expect(page).toMatch(/cells in the list, 1 run, 1 healed, 1 explained/);
    expect(page).toMatch(/joining node's power cut +\| \d+ +\| 1 +\| 1 +\| 61 +\| 61 /);
  });

  test("names what did not heal and what was badly explained", () => {
    const page = renderReport([
      { ...result, problems: ["no quorum"], badlyExplained: ["no cause"] },
    ]);
    expect(page).toContain("1 run, 0 healed, 0 explained");
    expect(page).toMatch(/## Not healed\n\n- `join\/power-joiner`: no quorum/);
    expect(page).toMatch(/## Badly explained\n\n- `join\/power-joiner`: no cause/);
  });

  test("is not broken by what a host says", () => {
    expect(inCell("a | b\n<c> `d`")).toBe("a \\| b \\<c\\> \\`d\\`");
    expect(inCell("x".repeat(500))).toHaveLength(160);
  });
});
