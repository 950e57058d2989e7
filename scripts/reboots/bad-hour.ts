import { setTimeout as pause } from "node:timers/promises";
import { Lab } from "../../lab";
import { clusterProblems } from "../faults/cluster-facts";
import { PowerEvent } from "./sequences";

/** Until the cluster must be whole again, counted from when the last node has power. */
const DEADLINE_SECONDS = 180;

export interface Aftermath {
  readonly seconds: number;
  readonly problems: string[];
}

/** Lets a sequence of reboots and power cuts happen, and waits for the cluster to come back by itself. */
export async function badHour(
  lab: Lab,
  nodes: readonly string[],
  events: readonly PowerEvent[],
): Promise<Aftermath> {
  for (const event of events) {
    await happen(lab, event);
    await pause(event.pauseSeconds * 1000);
  }
  const began = Date.now();
  const seconds = () => (Date.now() - began) / 1000;
  await lab.waitForSsh(nodes);
  for (;;) {
    const problems = await clusterProblems(lab, lab.pve, nodes);
    if (problems.length === 0 || seconds() > DEADLINE_SECONDS) {
      return { seconds: seconds(), problems };
    }
    await pause(500);
  }
}

async function happen(lab: Lab, { nodes, how, offSeconds }: PowerEvent): Promise<void> {
  if (how === "power cut") {
    await lab.power(nodes, "cut");
    await pause(offSeconds * 1000);
    return lab.power(nodes, "on");
  }
  // A node that still boots from the event before has nobody yet who could reboot it.
  const what = `${nodes.join(", ")} can be told to reboot`;
  await lab.waitFor(
    what,
    async () => (await Promise.all(nodes.map((node) => isUp(lab, node)))).every(Boolean),
    60,
  );
  await lab.power(nodes, "reboot");
}

async function isUp(lab: Lab, node: string): Promise<boolean> {
  try {
    const { stdout } = await lab.console(node, "systemctl is-system-running", { check: false });
    return ["starting", "running", "degraded"].includes(stdout.trim());
  } catch {
    // Between two boots there is no console.
    return false;
  }
}
