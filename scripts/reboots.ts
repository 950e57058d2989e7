import * as fs from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { Lab } from "../lab";
import { cacheDirectory } from "../lab/cache";
import { run as command } from "../lab/command";
import { toolchain } from "../lab/toolchain";
import { deployOnLab } from "./demo/deploy-on-lab";
import { PROJECT } from "./deploy/run";
import { writePage } from "./docs/write";
import { labCanRun } from "./lab-can-run";
import { badHour } from "./reboots/bad-hour";
import { keep, readResults, renderReport } from "./reboots/results";
import { inWords, sequences } from "./reboots/sequences";
import { Stranger } from "./reboots/stranger";
import { main, say } from "./script";

const USAGE = "usage: npm run test:reboots [-- [--count N] [--seed N] [--pve 8|9] [--again]]";
const NODES = ["node1", "node2", "node3"];
const OUTSIDER = "node4";

/** npm run test:reboots: a cluster has to survive any order of reboots and power cuts. */
main(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      count: { type: "string", default: "50" },
      seed: { type: "string", default: "1" },
      pve: { type: "string", default: "9" },
      again: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [count, seed, pve] = [values.count, values.seed, values.pve].map(Number);
  const valid = Number.isInteger(count) && count > 0 && Number.isInteger(seed);
  if (values.help || !valid || (pve !== 8 && pve !== 9)) {
    say(USAGE);
    return values.help ? 0 : 2;
  }
  if (!(await labCanRun())) return 1;
  const done = new Set(
    readResults()
      .filter((one) => !values.again && one.seed === seed && one.pve === pve)
      .map((one) => one.number),
  );
  const left = [...sequences(NODES, { seed, count }).entries()].filter(
    ([index]) => !done.has(index + 1),
  );
  say(`${count} sequences, ${left.length} to run`);
  if (left.length > 0) await runAll(left, { seed, pve });
  await writePage("reboots.md", renderReport(readResults()));
  const bad = readResults().filter((one) => one.seed === seed && one.problems.length > 0);
  say(`did not come back by themselves: ${bad.length}`);
  return bad.length === 0 ? 0 : 1;
});

type Numbered = [number, ReturnType<typeof sequences>[number]];

async function runAll(
  left: readonly Numbered[],
  { seed, pve }: { seed: number; pve: 8 | 9 },
): Promise<void> {
  const lab = await Lab.up({ name: "reboots", pve, nodes: NODES.length + 1, log: say });
  try {
    const stranger = await Stranger.on(lab, OUTSIDER, NODES);
    await deploy(lab);
    if ((await stranger.answers()).length === 0) {
      throw new Error(
        "the stranger heard nothing of bare hosts, so that later silence says nothing",
      );
    }
    const commit = await command(["git", "rev-parse", "--short", "HEAD"], { cwd: PROJECT });
    for (const [index, events] of left) {
      say(`${index + 1}: ${inWords(events)}`);
      const { seconds, problems } = await badHour(lab, NODES, events);
      const all = [...problems, ...(await stranger.answers()).map((line) => `answered: ${line}`)];
      say(
        `${index + 1}: ${all.length === 0 ? `back after ${seconds.toFixed(0)} s` : all.join("; ")}`,
      );
      const date = new Date().toISOString().slice(0, 10);
      const facts = { seed, number: index + 1, pve, date, commit: commit.stdout.trim() };
      keep({ ...facts, events: inWords(events), seconds, problems: all });
    }
  } finally {
    await lab.down();
  }
}

async function deploy(lab: Lab): Promise<void> {
  const directory = path.join(cacheDirectory(), "faults", lab.name);
  fs.rmSync(directory, { recursive: true, force: true });
  fs.mkdirSync(directory, { recursive: true });
  const lines: string[] = [];
  const onLine = (line: string): void => void lines.push(line);
  const code = await deployOnLab({ lab, toolchain: await toolchain(say), directory, onLine });
  if (code !== 0) throw new Error(`the deploy failed:\n${lines.slice(-40).join("\n")}`);
}
