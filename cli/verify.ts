import * as path from "node:path";
import { packageRoot } from "../lib/remote/package-root";
import { inventoriesOf, Inventory, namesOf, ShownState } from "./inventory";
import type { Outcome, Run } from "./run";
import { Stack } from "./stacks";
import { environmentOf } from "./synthesised";
import { nodeReports, sideBySide, type NodeReport } from "./verify-report";

export interface CheckContext {
  readonly run: Run;
  readonly env: NodeJS.ProcessEnv;
  readonly toolchain: { readonly terraformBinary: string };
  readonly say: (line: string) => void;
}

/** Checks the nodes of every cluster in the stack's state, there is no second inventory; what they say goes to the reader as they say it. */
export async function verifyNodes(stack: Stack, context: CheckContext): Promise<number> {
  const checked = await checkAll(stack, context, false);
  return checked === undefined ? 1 : Math.max(...checked.map(({ code }) => code));
}

/** The same side by side, or for programs by the address of the cluster. */
export async function verifySideBySide(
  stack: Stack,
  context: CheckContext,
  forPrograms: boolean,
  print: (text: string) => void,
): Promise<number> {
  const checked = await checkAll(stack, context, true);
  if (checked === undefined) return 1;
  const reports = new Map<string, NodeReport[]>();
  for (const { inventory, stdout } of checked) {
    reports.set(inventory.address, nodeReports(stdout, namesOf(inventory)));
  }
  if (forPrograms) print(JSON.stringify(Object.fromEntries(reports), undefined, 2));
  else for (const nodes of reports.values()) print(sideBySide(nodes));
  return Math.max(...checked.map(({ code }) => code));
}

async function checkAll(
  stack: Stack,
  context: CheckContext,
  capture: boolean,
): Promise<(Outcome & { readonly inventory: Inventory })[] | undefined> {
  const inventories = await deployedClusters(stack, context);
  if (inventories === undefined) return undefined;
  const checked = [];
  for (const inventory of inventories) {
    const outcome = await context.run(
      ["bash", path.join(packageRoot(), "runner/all-nodes.sh"), "verify"],
      // Where Terraform runs the steps: a relative path means the same here.
      { env: nodeEnvironment(stack, inventory, context), cwd: stack.directory, capture },
    );
    checked.push({ ...outcome, inventory });
  }
  return checked;
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

/** What a script of `runner/` needs to speak to the nodes of a cluster; `more` are settings for all of them. */
export function nodeEnvironment(
  stack: Stack,
  inventory: Inventory,
  { env }: CheckContext,
  more: readonly string[] = [],
): NodeJS.ProcessEnv {
  const ssh = sshFiles(environmentOf(stack, inventory.address), env);
  const told = verifyEnvironment(inventory);
  const added = namesOf(inventory).flatMap((name) => more.map((one) => `${name}\t${one}`));
  const PVE_WAN_SETTINGS = [told.PVE_WAN_SETTINGS, ...added].join("\n");
  return { ...env, ...told, PVE_WAN_SETTINGS, ...ssh };
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
