import * as path from "node:path";
import { execFileSync } from "node:child_process";
import { Lab, Result } from "../../../lab";

const HOST_TOOL = path.resolve(__dirname, "../../../host");

/** Puts the host tool on a node as a deployment would find it there. */
export async function installHostTool(lab: Lab, node: string): Promise<void> {
  const archive = execFileSync("tar", ["-C", HOST_TOOL, "-czf", "-", "."]).toString("base64");
  const target = "/usr/local/lib/pve-wan";
  await lab.console(
    node,
    `rm -rf ${target} && mkdir -p ${target} && base64 -d | tar -xzf - -C ${target} && ln -sfn ${target}/pve-wan /usr/local/sbin/pve-wan`,
    { input: archive },
  );
}

export interface StepInput {
  readonly settings?: Record<string, string | number>;
  readonly payload?: string;
  /** Over the network, as a deployment does it. @default - on the console */
  readonly overSsh?: boolean;
}

/** Runs a step; a failing one is a result as well. */
export function step(lab: Lab, node: string, name: string, given: StepInput = {}): Promise<Result> {
  const settings = Object.entries(given.settings ?? {}).map(([key, value]) => `${key}=${value}\n`);
  const options = {
    input: `${settings.join("")}\n${given.payload ?? ""}`,
    check: false,
    timeoutSeconds: 120,
  };
  return given.overSsh
    ? lab.ssh(node, `pve-wan ${name}`, options)
    : lab.console(node, `PATH=$PATH:/usr/local/sbin pve-wan ${name}`, options);
}

/** Runs a step that has to succeed, and returns what it said. */
export async function stepSays(
  lab: Lab,
  node: string,
  name: string,
  given: StepInput = {},
): Promise<string> {
  const result = await step(lab, node, name, given);
  if (result.code !== 0)
    throw new Error(`${name} failed on ${node}\n${result.stdout}${result.stderr}`);
  return result.stdout;
}

/** Runs a step that has to fail, and returns its complaint. */
export async function stepComplains(
  lab: Lab,
  node: string,
  name: string,
  given: StepInput = {},
): Promise<string> {
  const result = await step(lab, node, name, given);
  if (result.code === 0) throw new Error(`${name} did not fail on ${node}\n${result.stdout}`);
  return result.stderr;
}
