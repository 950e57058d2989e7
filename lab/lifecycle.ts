import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as net from "node:net";
import * as path from "node:path";
import { Log } from "./cache";
import { run } from "./command";
import { deliverHosts, deliverRunner } from "./delivery";
import { image, ProxmoxVersion } from "./image";
import { tools } from "./image/tools";
import { LabState } from "./state";
import {
  address6Of,
  addressOf,
  ENTERPRISE_ADDRESS,
  GATEWAY_ADDRESS,
  GATEWAY_ADDRESS6,
  nodeNames,
  RUNNER_ADDRESS,
  RUNNER_ADDRESS6,
} from "./topology";
import { waitUntil } from "./wait";
import { UNCHANGED_WAN } from "./wan";
import { writeWan } from "./wan-control";

const MACHINE = path.join(__dirname, "machine");

export interface Start {
  /** Lets the lab stay when this process ends. */
  keep(): void;
  /** Lets this process end, and the lab with it. */
  bind(): void;
}

/** Builds what is not cached, delivers fresh hosts and powers them on. */
export async function start(
  state: LabState,
  pve: ProxmoxVersion,
  count: number,
  log: Log,
): Promise<Start> {
  const nodes = nodeNames(count);
  await sweep(state); // what a lab of this name left that did not end in order
  fs.mkdirSync(state.path("log"), { recursive: true });
  fs.mkdirSync(state.path("run"));

  const unpacked = await tools(log);
  const { lower, repository } = await image(pve, unpacked, log);
  state.writeFacts({ name: state.name, pve, nodes, lower });
  await deliverRunner(state);
  await deliverHosts(state, nodes, lower);
  writeWan(state, nodes, UNCHANGED_WAN);

  const init = fs.openSync(state.path("log/init.log"), "a");
  const supervisor = spawn(
    "unshare",
    ["--mount", "--", "bash", path.join(MACHINE, "supervisor.sh")],
    {
      cwd: "/",
      detached: true,
      stdio: ["pipe", init, init],
      env: {
        PATH: unpacked.searchPath,
        LC_ALL: "C.UTF-8",
        LAB_STATE: state.directory,
        LAB_CGROUP: state.cgroup,
        LAB_NODES: nodes.map((node) => `${node},${addressOf(node)},${address6Of(node)}`).join(" "),
        LAB_RUNNER: RUNNER_ADDRESS,
        LAB_RUNNER6: RUNNER_ADDRESS6,
        LAB_GATEWAY: GATEWAY_ADDRESS,
        LAB_GATEWAY6: GATEWAY_ADDRESS6,
        LAB_ENTERPRISE: ENTERPRISE_ADDRESS,
        LAB_LOWER: lower.join(":"),
        LAB_REPOSITORY: repository,
      },
    },
  );
  fs.closeSync(init);
  const held = supervisor.stdin as net.Socket;
  let ended = false;
  supervisor.once("close", () => (ended = true));
  supervisor.once("error", () => (ended = true));

  const inLab = async () => {
    if (ended) throw new Error(`the lab ended at once:\n${state.lastLines("init.log")}`);
    return state.initPid() !== undefined;
  };
  await waitUntil(`the lab ${state.name} runs (${state.path("log/init.log")})`, inLab, 20, 10);
  return {
    keep() {
      held.end("keep\n");
      supervisor.unref();
    },
    bind() {
      held.unref();
      supervisor.unref();
    },
  };
}

/** Ends a lab, running or not, and leaves nothing of it. */
export async function stop(state: LabState): Promise<void> {
  const pid = state.initPid();
  if (pid !== undefined) {
    process.kill(pid, "SIGKILL"); // the kernel takes all that lives in its namespaces along
    const gone = () => !fs.existsSync(`/proc/${pid}`);
    await waitUntil(`the lab ${state.name} has ended (its init is process ${pid})`, gone, 20, 10);
  }
  await sweep(state);
}

/** Removes what the supervisor's own cleaning may have left, waits for the last process, and forgets the lab. */
async function sweep(state: LabState): Promise<void> {
  if (!fs.existsSync(state.path("run"))) return;
  await run(["unshare", "--mount", "--", "bash", path.join(MACHINE, "sweep.sh")], {
    env: { ...process.env, LAB_STATE: state.directory, LAB_CGROUP: state.cgroup },
  });
  fs.rmSync(state.directory, { recursive: true });
}
