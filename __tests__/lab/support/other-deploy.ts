import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Lab } from "../../../lab";

// A stand-in for Terraform: it lives until the file is there.
const UNTIL_STOPPED = `until [ -e "$STOP" ]; do sleep 0.2; done & exec bash runner/hold.sh node1 $!`;

/** What the scripts of the runner have to know to reach nodes. */
export function reaching(lab: Lab, nodes: readonly string[]): Record<string, string> {
  return {
    PVE_WAN_NODES: nodes.map((node) => [node, lab.address(node), "22", "-"].join("\t")).join("\n"),
    PVE_WAN_IDENTITY: lab.sshKeyPath,
    PVE_WAN_KNOWN_HOSTS: lab.knownHostsPath,
  };
}

/** Does some work while another runner's deploy holds the cluster. */
export async function whileAnotherDeployRuns<T>(lab: Lab, work: () => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "pve-wan-hold-"));
  const stop = join(folder, "stop");
  const other = lab.runner(["bash", "--norc", "-c", UNTIL_STOPPED], {
    env: { ...reaching(lab, ["node1"]), STOP: stop },
  });
  // Whoever awaits it hears of a failure.
  other.catch(() => undefined);
  try {
    await lab.waitFor("the other deploy holds the cluster", async () => !(await isFree(lab)), 30);
    return await work();
  } finally {
    writeFileSync(stop, "");
    await other;
    await lab.waitFor("the other deploy has let go", () => isFree(lab), 10);
    rmSync(folder, { recursive: true });
  }
}

async function isFree(lab: Lab): Promise<boolean> {
  const free = "flock --nonblock /run/lock/pve-wan-deploy.lock true";
  return (await lab.console("node1", free, { check: false })).code === 0;
}
