import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Judgement } from "../cli/soak-judgement";
import { Lab } from "../lab";
import { cacheDirectory } from "../lab/cache";
import { toolchain } from "../lab/toolchain";
import { deployApp, outputOf } from "./demo/deploy-on-lab";
import { PROJECT } from "./deploy/run";
import { writeSection } from "./docs/write";
import { labCanRun } from "./lab-can-run";
import { main, say } from "./script";
import { renderResults, type SoakResult } from "./soaks/results";
import { BAD, outagesOf, UNEASY, type Line } from "./soaks/wan-script";

const USAGE = "usage: npm run test:soak [-- [--minutes N] [--seed N]]";

interface Case {
  readonly name: string;
  readonly line: Line;
  readonly timers: string;
  readonly expected: Judgement["verdict"];
}

const CASES: readonly Case[] = [
  { name: "soak-article", line: UNEASY, timers: "the article's", expected: "pass" },
  { name: "soak-own", line: UNEASY, timers: "corosync's own", expected: "fail" },
  { name: "soak-bad", line: BAD, timers: "the article's", expected: "fail" },
];

/** npm run test:soak: the same outages with different timers, and outages that are too long for any. */
main(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: "string", default: "10" },
      seed: { type: "string", default: "1" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
  if (values.help || !(minutes >= 2 && minutes <= 1440) || !Number.isInteger(seed)) {
    say(`${USAGE}, 2 to 1440 minutes`);
    return values.help ? 0 : 2;
  }
  if (!(await labCanRun())) return 1;
  const results = await Promise.all(CASES.map((one) => soak(one, minutes, seed)));
  await writeSection("soak.md", "soaks", renderResults(results, minutes, seed));
  const surprises = CASES.filter(
    ({ expected }, index) => results[index].judgement.verdict !== expected,
  );
  surprises.forEach(({ name, expected }) => say(`${name}: not what was expected, ${expected}`));
  return surprises.length === 0 ? 0 : 1;
});

async function soak(one: Case, minutes: number, seed: number): Promise<SoakResult> {
  const lab = await Lab.up({ name: one.name, nodes: 3 });
  try {
    const directory = path.join(cacheDirectory(), "soaks", one.name);
    fs.rmSync(directory, { recursive: true, force: true });
    fs.mkdirSync(directory, { recursive: true });
    const cli = await deployed(lab, directory, one);
    const outages = outagesOf(one.line, minutes * 60, seed);
    const started = await cli("start", "--hours", String(minutes / 60));
    if (started.code !== 0) throw new Error(`${one.name}: ${started.stdout}${started.stderr}`);
    for (const { pauseMilliseconds, milliseconds } of outages) {
      await after(pauseMilliseconds);
      await lab.wan({ links: { "node1-node3": CUT, "node2-node3": CUT } });
      await after(milliseconds);
      await lab.wan({ links: { "node1-node3": null, "node2-node3": null } });
    }
    const judgement = await judged(cli, minutes);
    say(`${one.name}: ${judgement.verdict} ${judgement.reasons.join("; ")}`);
    return { line: one.line.name, timers: one.timers, outages: outages.length, judgement };
  } finally {
    await lab.down();
  }
}

const CUT = { lossPercent: 100 };

type Cli = (...args: string[]) => Promise<{ code: number; stdout: string; stderr: string }>;

/** Deploys the case's cluster; with what it returns a soak is commanded. */
async function deployed(lab: Lab, directory: string, { timers }: Case): Promise<Cli> {
  const tools = await toolchain(say);
  await deployApp(lab, directory, "soaked", { SOAK_TIMERS: timers });
  const stack = path.join(outputOf({ directory }), "stacks/wan-cluster");
  const env = {
    TERRAFORM_BINARY_NAME: tools.terraformBinary,
    PVE_WAN_SSH_KEY: lab.sshKeyPath,
    PVE_WAN_KNOWN_HOSTS: lab.knownHostsPath,
  };
  return (...args) =>
    lab.runner(
      [process.execPath, "-r", "tsx/cjs", "cli/main.ts", "soak", ...args, "--stack-dir", stack],
      { cwd: PROJECT, env, check: false },
    );
}

async function judged(cli: Cli, minutes: number): Promise<Judgement> {
  let judgement: Judgement | undefined;
  for (const end = Date.now() + minutes * 60_000; ; await after(5000)) {
    const { stdout, stderr } = await cli("report", "--json");
    if (stdout === "") throw new Error(stderr);
    [judgement] = Object.values<Judgement>(JSON.parse(stdout));
    if (judgement.verdict !== "unfinished" || Date.now() > end) return judgement;
  }
}
