import * as fs from "node:fs";
import * as path from "node:path";
import { dropForeignLocks, Toolchain } from "../../lab/toolchain";
import { outputDirectory, parseCdktfArguments } from "./arguments";
import { checkNothingIsLeft, verifyNodes } from "./closing-check";
import { PROJECT, Run } from "./run";
import { removePlanFiles, synthesisedStacks } from "./stacks";

export const COMMANDS = ["synth", "diff", "deploy", "destroy", "get"] as const;
export type Command = (typeof COMMANDS)[number];

const CDKTF = path.join(PROJECT, "node_modules/cdktf-cli/bundle/bin/cdktf");

export interface CdktfContext {
  readonly run: Run;
  readonly env: NodeJS.ProcessEnv;
  /** `synth` needs neither an engine nor providers. */
  readonly toolchain?: Toolchain;
  readonly say: (line: string) => void;
}

/** The command line of cdktf. Past a mirror of providers its own lock step would ask the registry. */
export function cdktfArgv(
  command: Command,
  args: readonly string[],
  toolchain?: Pick<Toolchain, "skipProviderLock">,
): string[] {
  const locks = command === "diff" || command === "deploy" || command === "destroy";
  const skipLock = locks && toolchain?.skipProviderLock && !args.includes("--skip-provider-lock");
  return [process.execPath, CDKTF, command, ...args, ...(skipLock ? ["--skip-provider-lock"] : [])];
}

/** Runs cdktf, clears away the plans that it saves, and lets a deploy end with the check of the nodes. */
export async function cdktf(
  command: Command,
  args: readonly string[],
  context: CdktfContext,
): Promise<number> {
  const parsed = parseCdktfArguments(args);
  const output = outputDirectory(parsed);
  const env = childEnvironment(context);
  if (context.toolchain) dropForeignLocks(output, context.toolchain.standIns);
  let code: number;
  try {
    ({ code } = await context.run(cdktfArgv(command, args, context.toolchain), { env }));
  } finally {
    removePlanFiles(output);
  }
  if (command !== "deploy" || code !== 0 || asksForHelp(args)) return code;
  return closeDeploy(output, parsed, { ...context, env });
}

async function closeDeploy(
  output: string,
  { stacks: wanted, variables }: ReturnType<typeof parseCdktfArguments>,
  context: CdktfContext,
): Promise<number> {
  const toolchain = context.toolchain!;
  const stacks = synthesisedStacks(output).filter(
    ({ name }) => wanted.length === 0 || wanted.includes(name),
  );
  if (stacks.length === 0) {
    context.say(`no deployed stack was found in ${output}, so the nodes cannot be checked`);
    return 1;
  }
  for (const stack of stacks) {
    const check = { ...context, toolchain };
    const code =
      (await checkNothingIsLeft(stack, check, variables)) || (await verifyNodes(stack, check));
    if (code !== 0) return code;
  }
  return 0;
}

/** The environment of cdktf and of what it starts. */
export function childEnvironment(
  { env, toolchain }: Pick<CdktfContext, "env" | "toolchain">,
  onTerminal = Boolean(process.stdout.isTTY),
): NodeJS.ProcessEnv {
  const child: NodeJS.ProcessEnv = {
    // Where the vendor's server is out of reach, asking it for newer versions takes many seconds.
    CHECKPOINT_DISABLE: "1",
    DISABLE_VERSION_CHECK: "1",
    // Without it cdktf draws a spinner, line by line, into whatever is there instead of a terminal.
    ...(onTerminal ? {} : { CI: "true" }),
    ...env,
    ...toolchain?.env,
  };
  // A configuration file that is named but does not exist makes the engine warn at each of its commands.
  const config = child.TF_CLI_CONFIG_FILE;
  if (config && !fs.existsSync(config)) delete child.TF_CLI_CONFIG_FILE;
  return child;
}

function asksForHelp(args: readonly string[]): boolean {
  return args.includes("--help") || args.includes("-h");
}
