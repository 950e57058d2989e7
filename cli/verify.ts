import * as path from "node:path";
import { packageRoot } from "../lib/remote/package-root";
import { inventoriesOf, Inventory, ShownState } from "./inventory";
import { Run } from "./run";
import { Stack } from "./stacks";
import { environmentOf } from "./synthesised";

export interface CheckContext {
  readonly run: Run;
  readonly env: NodeJS.ProcessEnv;
  readonly toolchain: { readonly terraformBinary: string };
  readonly say: (line: string) => void;
}

/** Checks the nodes of every cluster in the stack's state: there is no second inventory. */
export async function verifyNodes(stack: Stack, context: CheckContext): Promise<number> {
  const inventories = await deployedClusters(stack, context);
  if (inventories === undefined) return 1;
  let worst = 0;
  for (const inventory of inventories) {
    const { code } = await context.run(
      ["bash", path.join(packageRoot(), "runner/all-nodes.sh"), "verify"],
      // Where Terraform runs the steps: a relative path means the same here.
      { env: nodeEnvironment(stack, inventory, context), cwd: stack.directory },
    );
    worst = Math.max(worst, code);
  }
  return worst;
}

/** The clusters in the stack's state whose last step was reached; undefined where there is none, and that has been said. */
export async function deployedClusters(
  stack: Stack,
  context: CheckContext,
): Promise<Inventory[] | undefined> {
  const shown = await context.run([context.toolchain.terraformBinary, "show", "-json"], {
    env: context.env,
    cwd: stack.directory,
    capture: true,
  });
  if (shown.code !== 0) {
    context.say(`${stack.name}: its state cannot be read (see above)`);
    context.say(
      `next: deploy from this directory once, or run "init" of the engine in ${stack.directory}; then try again`,
    );
    return undefined;
  }
  const inventories = inventoriesOf(JSON.parse(shown.stdout) as ShownState);
  if (inventories.length > 0) return inventories;
  context.say(
    `${stack.name}: the deploy did not get as far as its last step, the check of the nodes`,
  );
  context.say("next: deploy again; finished work is kept");
  return undefined;
}

/** What a script of `runner/` needs to speak to the nodes of a cluster. */
export function nodeEnvironment(
  stack: Stack,
  inventory: Inventory,
  { env }: CheckContext,
): NodeJS.ProcessEnv {
  const ssh = sshFiles(environmentOf(stack, inventory.address), env);
  return { ...env, ...verifyEnvironment(inventory), ...ssh };
}

/** How `runner/all-nodes.sh` takes its input. */
export function verifyEnvironment(inventory: Inventory): Record<string, string> {
  return {
    PVE_WAN_NODES: inventory.nodes,
    PVE_WAN_SETTINGS: inventory.settings,
    PVE_WAN_PAYLOAD: inventory.payload,
  };
}

/**
 * The SSH files are in no state, for each runner has its own: the variables that main.ts reads say where they are, else the
 * stack as it was synthesised last. Where neither does, they are OpenSSH's own.
 */
export function sshFiles(
  synthesised: Record<string, string>,
  env: NodeJS.ProcessEnv,
): Record<string, string> {
  const files: Record<string, string | undefined> = {
    PVE_WAN_IDENTITY: env.PVE_WAN_SSH_KEY ?? plainText(synthesised.PVE_WAN_IDENTITY),
    PVE_WAN_KNOWN_HOSTS: env.PVE_WAN_KNOWN_HOSTS ?? plainText(synthesised.PVE_WAN_KNOWN_HOSTS),
  };
  return Object.fromEntries(
    Object.entries(files).filter((file): file is [string, string] => Boolean(file[1])),
  );
}

/** Only the engine knows what an expression means. */
function plainText(value: string | undefined): string | undefined {
  return value?.includes("${") ? undefined : value;
}
