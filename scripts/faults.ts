import * as os from "node:os";
import { parseArgs } from "node:util";
import { run as command } from "../lab/command";
import { toolchain } from "../lab/toolchain";
import { PROJECT } from "./deploy/run";
import { writePage } from "./docs/write";
import { CELLS, FAULTS, select } from "./faults/cells";
import { firewall } from "./faults/firewall/main";
import { renderLockouts } from "./faults/firewall/report";
import { readLockouts } from "./faults/firewall/results";
import { renderReport } from "./faults/report";
import { done, healed, readResults } from "./faults/results";
import { runAll } from "./faults/run-all";
import { renderScreens } from "./faults/screens";
import { labCanRun } from "./lab-can-run";
import { main, say } from "./script";

const USAGE =
  "usage: npm run test:faults [-- [PLACE[/FAULT]...] [--list] [--pve 8|9] [--labs N] [--again] [--write]]\n" +
  "       npm run test:faults -- firewall [--help]";

/** npm run test:faults: one fault in a fresh deploy, and what a second deploy makes of it, for every cell. */
main(async (args) => {
  if (args[0] === "firewall") return firewall(args.slice(1), { say, write, version });
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      list: { type: "boolean", default: false },
      pve: { type: "string", default: "9" },
      labs: { type: "string" },
      again: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return tell(USAGE, 0);
  const { cells, unknown } = select(positionals);
  if (unknown.length > 0) {
    return tell(`there is no ${unknown.join(", ")}: npm run test:faults -- --list\n${USAGE}`, 2);
  }
  if (values.list) {
    // At once: a reader such as `head` may go after the first line.
    const lines = cells.map(({ name, fault }) => `${name.padEnd(36)} ${FAULTS[fault]}\n`);
    process.stdout.write(lines.join(""));
    return 0;
  }
  const most = 2 * os.cpus().length; // the hosts mostly wait
  const labs = Number(values.labs ?? Math.ceil(most / 4));
  if (!Number.isInteger(labs) || labs < 1 || labs > most) {
    return tell(`--labs ${values.labs}: a number from 1 to ${most}, two for each core`, 2);
  }
  const pve = Number(values.pve);
  if (pve !== 8 && pve !== 9) return tell(`--pve ${values.pve}: there are 8 and 9. ${USAGE}`, 2);
  if (values.write && positionals.length === 0) return write();
  if (!(await labCanRun())) return 1;

  const finished = values.again ? new Set<string>() : done(readResults(), pve);
  const left = cells.filter(({ name }) => !finished.has(name));
  say(`${cells.length} cells, ${left.length} to run, ${labs} side by side`);
  const found = await toolchain(say);
  const results = await runAll({
    cells: left,
    labs,
    pve,
    toolchain: found,
    commit: await version(),
    say,
  }).catch(async (error: Error) => {
    // A lab that did not come up ends with this process, and would keep it from ending. What did run is kept.
    say(error.message);
    await write();
    process.exit(1);
  });
  await write();
  const wanted = new Set(cells.map(({ name }) => name));
  const bad = readResults().filter(
    (result) =>
      result.pve === pve &&
      wanted.has(result.cell) &&
      (!healed(result) || result.badlyExplained.length > 0),
  );
  say(`${results.length} cells run; not healed, badly explained or without effect: ${bad.length}`);
  bad.forEach(({ cell }) => say(`  ${cell}`));
  return bad.length === 0 ? 0 : 1;
});

function tell(text: string, code: number): number {
  say(text);
  return code;
}

async function write(): Promise<number> {
  const results = readResults();
  await writePage("faults.md", `${renderReport(results)}\n${renderLockouts(readLockouts())}`);
  await writePage("fault-screens.md", renderScreens(results));
  return tell(`docs/faults.md: ${results.length} of ${CELLS.length} cells`, 0);
}

async function version(): Promise<string> {
  return (await command(["git", "rev-parse", "--short", "HEAD"], { cwd: PROJECT })).stdout.trim();
}
