import * as fs from "node:fs";
import { run } from "./command";
import { hostPid, onConsole } from "./entering";
import { LabState } from "./state";
import { waitUntil } from "./wait";

export type PowerAction = "off" | "on" | "cut" | "reboot";
export const POWER_ACTIONS: readonly PowerAction[] = ["off", "on", "cut", "reboot"];

/** An orderly shutdown may wait for services; systemd gives each at most 90 s. */
const SHUTDOWN_SECONDS = 120;
const SWITCH_SECONDS = 20;

/** Switches hosts at the same moment and returns when each is off, or has begun to boot. */
export async function switchPower(
  state: LabState,
  initPid: number,
  nodes: readonly string[],
  action: PowerAction,
): Promise<void> {
  const isOn = (node: string) => state.power(node).power === "on";
  const off = nodes.filter((node) => !isOn(node));
  if (action === "reboot" && off.length > 0) {
    throw new Error(`${off.join(", ")} cannot reboot while off: use "power NODE on"`);
  }
  const concerned = nodes.filter((node) => isOn(node) === (action !== "on"));
  const before = new Map(concerned.map((node) => [node, state.power(node).boots]));
  // Everything slow is done before, so that the switches fall together.
  const switches = concerned.map((node) => prepare(state, initPid, node, action));
  await Promise.all(switches.map((turn) => turn()));
  await Promise.all(
    concerned.map((node) => {
      const seconds = action === "on" || action === "cut" ? SWITCH_SECONDS : SHUTDOWN_SECONDS;
      const done = () => {
        const { power, boots } = state.power(node);
        if (power === "failed") throw hostFailed(state, node);
        if (action === "cut" || action === "off") return power !== "on";
        // Its console is there from then on.
        return boots > before.get(node)! && hostPid(initPid, node) !== undefined;
      };
      return waitUntil(`${node} did "${action}"`, done, seconds, 10);
    }),
  );
}

export function hostFailed(state: LabState, node: string): Error {
  const { detail } = state.power(node);
  return new Error(`${node} failed: ${detail}\n${state.lastLines(`${node}.console`)}`);
}

function prepare(
  state: LabState,
  initPid: number,
  node: string,
  action: PowerAction,
): () => Promise<void> {
  switch (action) {
    case "on":
      return async () => turnOn(state, node);
    case "cut": {
      const cgroup = fs.openSync(
        `/proc/${initPid}/root/sys/fs/cgroup/${node}/cgroup.kill`,
        fs.constants.O_WRONLY,
      );
      return async () => {
        // The host's own PID 1 and nspawn at once: without the second the first would go on beside its successor.
        fs.writeSync(cgroup, "1");
        fs.closeSync(cgroup);
      };
    }
    case "off":
      return () => systemctl(initPid, node, "poweroff");
    case "reboot":
      return () => systemctl(initPid, node, "reboot");
  }
}

function turnOn(state: LabState, node: string): void {
  // Non-blocking: without a power supply to read it, this fails instead of waiting for ever.
  const flags = fs.constants.O_WRONLY | fs.constants.O_NONBLOCK;
  const fifo = fs.openSync(state.path("run", `${node}.power`), flags);
  fs.writeSync(fifo, "on\n");
  fs.closeSync(fifo);
}

async function systemctl(initPid: number, node: string, verb: string): Promise<void> {
  const pid = hostPid(initPid, node);
  if (pid === undefined) throw new Error(`${node} cannot ${verb}: its systemd is not there yet`);
  await run(onConsole(pid, ["systemctl", "--no-block", verb]), {}, `${verb} of ${node}`);
}
