import * as path from "node:path";
import { Toolchain } from "../../lab/toolchain";
import { inventoriesOf, Inventory, ShownState } from "./inventory";
import { PROJECT, Run } from "./run";
import { Stack } from "./stacks";

export interface CheckContext {
  readonly run: Run;
  readonly env: NodeJS.ProcessEnv;
  readonly toolchain: Pick<Toolchain, "terraformBinary">;
  readonly say: (line: string) => void;
}

/** What `terraform plan -detailed-exitcode` means by its status. */
const NOTHING_TO_DO = 0;
const SOMETHING_TO_DO = 2;

/**
 * `cdktf deploy` ends with 0 when Terraform was killed or when nobody approved. So what counts is whether anything is
 * left to do: an old state alone would describe the cluster as it was before this deploy.
 */
export async function checkNothingIsLeft(
  stack: Stack,
  context: CheckContext,
  variables: readonly string[] = [],
): Promise<number> {
  const { code, stdout } = await context.run(
    [
      context.toolchain.terraformBinary,
      "plan",
      "-detailed-exitcode",
      "-refresh=false",
      "-input=false",
      "-lock=false",
      "-no-color",
      ...variables,
    ],
    { env: context.env, cwd: stack.directory, capture: true },
  );
  if (code === NOTHING_TO_DO) return 0;
  if (code === SOMETHING_TO_DO) {
    const left = stdout.split("\n").filter((line) => line.startsWith("  # "));
    context.say(`${stack.name}: the deploy did not get to its end, this is left to do:`);
    left.forEach((line) => context.say(line));
    context.say("next: read what the deploy said above, then deploy again; finished work is kept");
    return 1;
  }
  context.say(`${stack.name}: Terraform could not tell whether the deploy is complete (see above)`);
  return 1;
}

/** Checks the nodes of every cluster in the stack's state. */
export async function verifyNodes(stack: Stack, context: CheckContext): Promise<number> {
  const shown = await context.run([context.toolchain.terraformBinary, "show", "-json"], {
    env: context.env,
    cwd: stack.directory,
    capture: true,
  });
  if (shown.code !== 0) {
    context.say(`${stack.name}: its state cannot be read (see above)`);
    context.say(
      "next: deploy from this directory once, or say where the state is, then verify again",
    );
    return 1;
  }
  const inventories = inventoriesOf(JSON.parse(shown.stdout) as ShownState);
  if (inventories.length === 0) {
    context.say(
      `${stack.name}: the deploy did not get as far as its last step, the check of the nodes`,
    );
    context.say("next: deploy again; finished work is kept");
    return 1;
  }
  let worst = 0;
  for (const inventory of inventories) {
    const { code } = await context.run(
      ["bash", path.join(PROJECT, "runner/all-nodes.sh"), "verify"],
      {
        env: { ...context.env, ...verifyEnvironment(inventory, context.env) },
      },
    );
    worst = Math.max(worst, code);
  }
  return worst;
}

/** How `runner/all-nodes.sh` takes its input; the paths of the SSH files are those that main.ts reads. */
export function verifyEnvironment(
  inventory: Inventory,
  env: NodeJS.ProcessEnv,
): Record<string, string> {
  return {
    PVE_WAN_NODES: inventory.nodes,
    PVE_WAN_SETTINGS: inventory.settings,
    PVE_WAN_PAYLOAD: inventory.payload,
    ...(env.PVE_WAN_SSH_KEY ? { PVE_WAN_IDENTITY: env.PVE_WAN_SSH_KEY } : {}),
    ...(env.PVE_WAN_KNOWN_HOSTS ? { PVE_WAN_KNOWN_HOSTS: env.PVE_WAN_KNOWN_HOSTS } : {}),
  };
}
