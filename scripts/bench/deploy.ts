import * as fs from "node:fs";
import * as path from "node:path";
import { cacheDirectory } from "../../lab/cache";
import { Lab } from "../../lab";
import { toolchain } from "../../lab/toolchain";
import { deployOnLab, LabDeploy, outputOf } from "../demo/deploy-on-lab";
import { LiveDeploy } from "../demo/live";
import { table } from "./markdown";
import { PeakMemory } from "./memory";

interface DeployFigures {
  readonly seconds: number;
  readonly megabytes: number;
  readonly live: LiveDeploy;
}

/** Steps whose time is what pvecm and corosync take, whoever calls them. */
const PVECM_STEPS = ["create", "join", "tuning"];
const APT_STEPS = ["keys packages"];

/** A fresh deploy of main.ts onto three bare hosts and a second one, on a lab of its own. */
export async function benchDeploy(log: (line: string) => void): Promise<string[]> {
  const lab = await Lab.up({ name: "bench", log });
  try {
    const tools = await toolchain(log);
    const directory = path.join(cacheDirectory(), "labs", lab.name, "bench");
    fs.rmSync(directory, { recursive: true, force: true });
    fs.mkdirSync(directory, { recursive: true });
    const deploy = { lab, toolchain: tools, directory };
    const session = await secondsOf(() => lab.ssh("node1", "true"));
    const fresh = await timedDeploy(deploy, log);
    const second = await timedDeploy(deploy, log);
    const pvecm = sumOf(fresh, PVECM_STEPS);
    const apt = longestOf(fresh, APT_STEPS);
    const rest = fresh.seconds - pvecm - apt;
    return [
      `${tools.description}; one SSH session from the runner takes ${session.toFixed(2)} s.`,
      "",
      ...table(
        ["what", "seconds"],
        [
          ["fresh deploy with its closing check", fresh.seconds.toFixed(1)],
          ["of it: create, tuning and joins (one after the other)", pvecm.toFixed(1)],
          ["of it: apt (the slowest node)", apt.toFixed(1)],
          [
            `of it: the other ${fresh.live.timeline.spans.length} steps' SSH, engine, own work`,
            rest.toFixed(1),
          ],
          ["second deploy with its closing check", second.seconds.toFixed(1)],
        ],
      ),
      "",
      `Peak memory of the fresh deploy, all its processes together: ${fresh.megabytes.toFixed(0)} MB.`,
    ];
  } finally {
    await lab.down();
  }
}

async function timedDeploy(
  deploy: Omit<LabDeploy, "onLine">,
  log: (line: string) => void,
): Promise<DeployFigures> {
  const live = new LiveDeploy(outputOf(deploy));
  const memory = new PeakMemory();
  const began = Date.now();
  let code = 1;
  const seconds = await secondsOf(async () => {
    code = await deployOnLab({
      ...deploy,
      onLine: (line) => void live.take(line, (Date.now() - began) / 1000),
    });
  }).finally(() => memory.stop());
  if (code !== 0) {
    throw new Error(`a deploy that fails cannot be measured:\n${live.lines.slice(-40).join("\n")}`);
  }
  log(`deploy: ${seconds.toFixed(1)} s`);
  return { seconds, megabytes: memory.stop().megabytes, live };
}

function durationsOf({ live }: DeployFigures, steps: readonly string[]): number[] {
  return live.timeline.spans
    .filter(({ address }) => steps.includes(live.names.get(address)?.step ?? ""))
    .map(
      ({ startedSeconds, finishedSeconds = startedSeconds }) => finishedSeconds - startedSeconds,
    );
}

function sumOf(figures: DeployFigures, steps: readonly string[]): number {
  return durationsOf(figures, steps).reduce((sum, seconds) => sum + seconds, 0);
}

function longestOf(figures: DeployFigures, steps: readonly string[]): number {
  return Math.max(0, ...durationsOf(figures, steps));
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - began) / 1e9;
}
