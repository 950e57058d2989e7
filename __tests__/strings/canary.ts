import { existsSync } from "node:fs";
import { run } from "../../lab/command";
import type { Lab } from "../../lab";
import { CANARY } from "./texts";

/** Signs that something of a text was carried out, on this machine (where the deploy ran, in the folder) or on a host. */
export async function canaries(lab: Lab, folder: string): Promise<string[]> {
  const look = `find / -xdev -name canary -not -path '/proc/*'; ls -d ${CANARY}; getent hosts canary; true`;
  const perNode = await Promise.all(
    lab.nodes.map(async (node) => {
      const { stdout } = await lab.console(node, look, { check: false });
      return stdout
        .split("\n")
        .filter(Boolean)
        .map((line) => `${node}: ${line}`);
    }),
  );
  const { stdout } = await run([
    "find",
    folder,
    ".",
    "-name",
    "canary",
    "-not",
    "-path",
    "*/node_modules/*",
  ]);
  const here = [...stdout.split("\n").filter(Boolean), ...(existsSync(CANARY) ? [CANARY] : [])];
  return [...here.map((line) => `this machine: ${line}`), ...perNode.flat()];
}
