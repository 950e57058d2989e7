import { Lab, ProxmoxVersion } from "../../lab";
import { Toolchain } from "../../lab/toolchain";
import { Cell } from "./cells";
import { CellResult, healed, keep } from "./results";
import { runCell } from "./run-cell";

export interface Run {
  readonly cells: readonly Cell[];
  readonly labs: number;
  readonly pve: ProxmoxVersion;
  readonly toolchain: Toolchain;
  readonly commit: string;
  readonly say: (line: string) => void;
}

/** Runs cells on several labs side by side; each lab takes the next one. */
export async function runAll(run: Run): Promise<CellResult[]> {
  const waiting = [...run.cells];
  const results: CellResult[] = [];
  const numbers = Array.from(
    { length: Math.min(run.labs, waiting.length) },
    (_, index) => index + 1,
  );
  const broken: string[] = [];
  await Promise.all(
    numbers.map(async (number) => {
      for (let cell = waiting.shift(); cell; cell = waiting.shift()) {
        try {
          const result = await onBareHosts(`faults-${number}`, cell, run);
          keep(result);
          results.push(result);
          tell(result, run);
        } catch (error) {
          // One that could not be run to its end says nothing of the product: the others go on, and it is run again next time.
          run.say(`${cell.name}: broke off: ${(error as Error).message}`);
          broken.push(cell.name);
        }
      }
    }),
  );
  if (broken.length > 0) throw new Error(`broke off, to be run again: ${broken.join(", ")}`);
  return results;
}

async function onBareHosts(name: string, cell: Cell, run: Run): Promise<CellResult> {
  const { pve, toolchain, commit, say } = run;
  // A lab of its own: what a fault does to a host ends with it.
  const lab = await Lab.up({ name, pve, nodes: 3, log: say });
  try {
    say(`${cell.name}: on lab ${name}`);
    return await runCell(cell, { lab, toolchain, commit, say });
  } finally {
    await lab.down();
  }
}

function tell(result: CellResult, { say }: Run): void {
  if (result.effect === undefined) return say(`${result.cell}: does not count: ${result.notRun}`);
  const end = healed(result) ? `healed in ${result.secondsToHeal!.toFixed(0)} s` : "NOT HEALED";
  say(`${result.cell}: ${end} (${result.how})`);
  [...result.problems, ...result.badlyExplained].forEach((line) =>
    say(`${result.cell}:   ${line}`),
  );
}
