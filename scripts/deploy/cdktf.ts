import * as fs from "node:fs";
import * as path from "node:path";
import { dropForeignLocks, Toolchain } from "../../lab/toolchain";
import { wasCutOff } from "../../cli/cut-off";
import { Stack, synthesisedStacks } from "../../cli/stacks";
import { hasVerifyStep } from "../../cli/synthesised";
import { writeTopology } from "../../cli/topology";
import { CheckContext, verifyNodes } from "../../cli/verify";
import { CdktfArguments, outputDirectory, parseCdktfArguments } from "./arguments";
import { checkNothingIsLeft } from "./closing-check";
import { Recheck, summaryOf, takeRecheck } from "./recheck";
import { PROJECT, Run } from "./run";
import { removePlanFiles } from "./stacks";

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
  given: readonly string[],
  context: CdktfContext,
): Promise<number> {
  const { recheck, rest: args } = takeRecheck(given);
  if (recheck && command !== "deploy") {
    context.say("--recheck runs steps again, so it is for a deploy: npm run deploy -- --recheck");
    return 2;
  }
  const parsed = parseCdktfArguments(args);
  const output = outputDirectory(parsed);
  const env = childEnvironment(context);
  if (context.toolchain) dropForeignLocks(output, context.toolchain.standIns);
  const job = { args, parsed, output, context: { ...context, env } };
  if (command === "synth" && !asksForHelp(args)) return synth(job, env);
  if (command !== "deploy" || asksForHelp(args)) return runCdktf(command, job, env);
  return recheck || (await lastDeployWasCutOff(job)) ? deployAgain(job) : deploy(job, env);
}

interface Job {
  readonly args: readonly string[];
  readonly parsed: CdktfArguments;
  /** Where cdktf writes. */
  readonly output: string;
  readonly context: CdktfContext;
}

async function runCdktf(
  command: Command,
  { args, output, context }: Job,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  try {
    return (await context.run(cdktfArgv(command, args, context.toolchain), { env })).code;
  } finally {
    removePlanFiles(output);
  }
}

/** The layout library is asynchronous and cdktf's synth is not, so the picture is drawn of what synth wrote. */
async function synth(job: Job, env: NodeJS.ProcessEnv): Promise<number> {
  const code = await runCdktf("synth", job, env);
  if (code !== 0) return code;
  for (const stack of synthesisedStacks(job.output)) {
    for (const file of await writeTopology(stack)) {
      job.context.say(`written: ${path.relative(PROJECT, file)}`);
    }
  }
  return 0;
}

async function deploy(job: Job, env: NodeJS.ProcessEnv): Promise<number> {
  return (await runCdktf("deploy", job, env)) || closeDeploy(job);
}

/** A deploy with every step of the stacks as they are now: so they are synthesised first. */
async function deployAgain(job: Job): Promise<number> {
  const { context, parsed } = job;
  const { env } = context;
  if (!parsed.skipsSynth) {
    const code = await runCdktf("synth", { ...job, args: parsed.ofSynth }, env);
    if (code !== 0) return code;
  }
  const recheck = new Recheck();
  try {
    const more = recheck.environment(meantStacks(job), env);
    const args = parsed.skipsSynth ? job.args : [...job.args, "--skip-synth"];
    const code = await deploy({ ...job, args }, { ...env, ...more });
    const result = recheck.result();
    summaryOf(result).forEach(context.say);
    return code || (result.complete ? 0 : 1);
  } finally {
    recheck.forget();
  }
}

async function lastDeployWasCutOff(job: Job): Promise<boolean> {
  const { context } = job;
  const toolchain = context.toolchain!;
  for (const stack of meantStacks(job)) {
    if (!(await wasCutOff(stack, { ...context, toolchain }))) continue;
    context.say(
      `${stack.name}: the last deploy was cut off in the middle, and Terraform may count steps as done that were not: every step runs again`,
    );
    return true;
  }
  return false;
}

function meantStacks({ output, parsed: { stacks: wanted } }: Job): Stack[] {
  return synthesisedStacks(output).filter(
    ({ name }) => wanted.length === 0 || wanted.includes(name),
  );
}

async function closeDeploy(job: Job): Promise<number> {
  const { output, context } = job;
  const toolchain = context.toolchain!;
  const stacks = meantStacks(job);
  if (stacks.length === 0) {
    context.say(`no deployed stack was found in ${output}, so the nodes cannot be checked`);
    return 1;
  }
  for (const stack of stacks) {
    const check = { ...context, toolchain };
    const code =
      (await checkNothingIsLeft(stack, check, job.parsed.variables)) ||
      (await checkNodes(stack, check));
    if (code !== 0) return code;
  }
  return 0;
}

/** An app may have stacks beside the cluster's, and a stack some of the steps alone. */
async function checkNodes(stack: Stack, context: CheckContext): Promise<number> {
  if (hasVerifyStep(stack)) return verifyNodes(stack, context);
  context.say(`${stack.name}: deployed; it has no step "verify", so there are no nodes to check`);
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
