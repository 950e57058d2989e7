import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import { run } from "./command";
import { inInternet, processesOf } from "./entering";
import { tools } from "./image/tools";
import { LabState } from "./state";
import { RUNNER } from "./topology";
import { renderUplinks, renderWan, uplinkClass, WanState } from "./wan";
import { waitUntil } from "./wait";

const APPLY_SECONDS = 5;
const WAN_DEVICE = "wan0";

export function readWan(state: LabState): WanState {
  return JSON.parse(fs.readFileSync(state.path("wan.json"), "utf8"));
}

/** Writes what the emulator reads next. Returns the generation that it will report. */
export function writeWan(state: LabState, nodes: readonly string[], wan: WanState): string {
  const generation = randomUUID();
  writeWhole(state.path("wan.json"), JSON.stringify(wan, undefined, 2));
  writeWhole(state.path("run/wan.conf"), renderWan(wan, [...nodes, RUNNER], generation));
  return generation;
}

/** Changes the running WAN, and returns when it is so. */
export async function applyWan(
  state: LabState,
  initPid: number,
  nodes: readonly string[],
  wan: WanState,
): Promise<void> {
  const uplinks = renderUplinks(wan, WAN_DEVICE);
  // Made anew, a queue loses what waits in it.
  if (uplinks !== renderUplinks(readWan(state), WAN_DEVICE)) {
    await tc(initPid, ["-batch", "-"], uplinks);
  }
  const generation = writeWan(state, nodes, wan);
  for (const pid of processesOf(`/proc/${initPid}/root/sys/fs/cgroup/wan`)) {
    process.kill(pid, "SIGHUP");
  }
  const applied = () =>
    fs.readFileSync(state.path("run/wan.applied"), "utf8").trim() === generation;
  const what = `the WAN's change is in force (see ${state.path("log/init.log")})`;
  await waitUntil(what, applied, APPLY_SECONDS, 5);
}

export async function lostAtUplink(initPid: number, wan: WanState, node: string): Promise<number> {
  const shown = await tc(initPid, ["-s", "class", "show", "dev", WAN_DEVICE]);
  const own = shown
    .split(/^class /m)
    .find((text) => text.startsWith(`htb ${uplinkClass(wan, node)} `));
  if (!own) throw new Error(`the uplink of ${node} is not limited`);
  return Number(/dropped (\d+)/.exec(own)![1]);
}

async function tc(initPid: number, args: readonly string[], input?: string): Promise<string> {
  const { searchPath } = await tools(() => undefined);
  const env = { ...process.env, PATH: searchPath };
  return (await run(inInternet(initPid, ["tc", ...args]), { env, input })).stdout;
}

function writeWhole(file: string, text: string): void {
  fs.writeFileSync(`${file}.tmp`, text);
  fs.renameSync(`${file}.tmp`, file);
}
