import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import { run } from "./command";
import { inInternet, processesOf } from "./entering";
import { tools } from "./image/tools";
import { LabState } from "./state";
import { RUNNER } from "./topology";
import { renderUplinks, renderWan, WanState } from "./wan";
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
    const { searchPath } = await tools(() => undefined);
    await run(inInternet(initPid, ["tc", "-batch", "-"]), {
      env: { ...process.env, PATH: searchPath },
      input: uplinks,
    });
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

function writeWhole(file: string, text: string): void {
  fs.writeFileSync(`${file}.tmp`, text);
  fs.renameSync(`${file}.tmp`, file);
}
