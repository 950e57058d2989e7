import * as fs from "node:fs";
import * as path from "node:path";
import { cacheDirectory } from "../../lab/cache";
import { Lab } from "../../lab";
import { toolchain } from "../../lab/toolchain";
import { deployOnLab, LabDeploy, outputOf } from "../demo/deploy-on-lab";
import { LiveDeploy } from "../demo/live";
import { longestChain } from "../demo/synthesised";
import { median, table } from "../docs/markdown";
import { PeakMemory } from "./memory";
import { costOfLook } from "./watch";

interface DeployFigures {
  readonly seconds: number;
  readonly megabytes: number;
  readonly live: LiveDeploy;
}

/** A fresh deploy of main.ts onto three bare hosts and a second one, on a lab of its own. */
export async function benchDeploy(log: (line: string) => void): Promise<string[]> {
  const lab = await Lab.up({ name: "bench", log });
  try {
    const tools = await toolchain(log);
    const directory = path.join(cacheDirectory(), "labs", lab.name, "bench");
    fs.rmSync(directory, { recursive: true, force: true });
    fs.mkdirSync(directory, { recursive: true });
    const deploy = { lab, toolchain: tools, directory };
    const fresh = await timedDeploy(deploy, log);
    const second = await timedDeploy(deploy, log);

    const { spans } = fresh.live.timeline;
    const first = Math.min(...spans.map(({ startedSeconds }) => startedSeconds));
    const last = Math.max(...spans.map(({ finishedSeconds = 0 }) => finishedSeconds));
    const session = await sessionSeconds(lab);
    const chain = longestChain(outputOf(deploy));
    const create = longestOf(fresh, "create");
    const joins = await joinTaskSeconds(lab);
    const apt = longestOf(fresh, "keys packages");
    const { look, systemd } = await costOfLook(lab);
    const unavoidable = create + joins + apt + chain * session;
    const rows: [string, number][] = [
      ["fresh deploy", fresh.seconds],
      ["– before the first step: synthesis, init, plan", first],
      ["– all steps", last - first],
      ["– after the last step: closing check", fresh.seconds - last],
      ["second deploy, with its closing check", second.seconds],
      ["unavoidable: pvecm create until /etc/pve is writable", create],
      ["unavoidable: pvecm's own time for the joins, by its task log", joins],
      ["unavoidable: apt, on the slowest node", apt],
      [`unavoidable: ${chain} SSH sessions one after the other`, chain * session],
    ];
    return [
      `${tools.description}.`,
      "",
      ...table(
        ["what", "seconds"],
        rows.map(([what, seconds]) => [what, seconds.toFixed(1)]),
      ),
      "",
      `All steps take ${((last - first) / unavoidable).toFixed(2)} times the unavoidable.`,
      `One look of the watch costs a node ${look.toFixed(0)} ms of processor time, and ${systemd.toFixed(0)} ms in systemd.`,
      `Peak memory of the fresh deploy, all its processes together: ${fresh.megabytes.toFixed(0)} MB.`,
    ];
  } finally {
    await lab.down();
  }
}

/** One SSH session that does nothing, from the runner: the middle one of five. */
async function sessionSeconds(lab: Lab): Promise<number> {
  const seconds: number[] = [];
  for (let run = 0; run < 5; run++) seconds.push(await secondsOf(() => lab.ssh("node1", "true")));
  return median(seconds);
}

/** What Proxmox itself wrote down about its joins, in full seconds. */
async function joinTaskSeconds(lab: Lab): Promise<number> {
  const tasks = await Promise.all(
    lab.nodes.map((name) => lab.console(name, "cat /var/log/pve/tasks/index")),
  );
  return tasks
    .flatMap(({ stdout }) => stdout.split("\n"))
    .map((line) => /^UPID:\w+:\w+:\w+:(\w+):clusterjoin:.*: (\w+) OK$/.exec(line))
    .reduce((sum, task) => sum + (task ? parseInt(task[2], 16) - parseInt(task[1], 16) : 0), 0);
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
  live.timeline.succeeded();
  log(`deploy: ${seconds.toFixed(1)} s`);
  return { seconds, megabytes: memory.stop().megabytes, live };
}

/** The longest that a step took on any node. */
function longestOf({ live }: DeployFigures, step: string): number {
  const seconds = live.timeline.spans
    .filter(({ address }) => live.names.get(address)?.step === step)
    .map(
      ({ startedSeconds, finishedSeconds = startedSeconds }) => finishedSeconds - startedSeconds,
    );
  return Math.max(0, ...seconds);
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - began) / 1e9;
}
