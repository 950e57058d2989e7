import * as path from "node:path";
import { Lab } from "../../lab";
import { Toolchain, toolchain } from "../../lab/toolchain";
import { cdktf } from "../deploy/cdktf";
import { PROJECT, Run } from "../deploy/run";
import { runnerToolchain } from "../deploy/runner-toolchain";
import { say } from "../script";

export interface LabDeploy {
  readonly lab: Lab;
  readonly toolchain: Toolchain;
  /** State and output of the deploy are kept here, apart from the operator's own. */
  readonly directory: string;
  readonly onLine: (line: string) => void;
  /** What cdktf runs to synthesise. @default - main.ts */
  readonly app?: string;
  /** What the app reads besides. */
  readonly env?: NodeJS.ProcessEnv;
}

export function outputOf({ directory }: Pick<LabDeploy, "directory">): string {
  return path.join(directory, "cdktf.out");
}

export function stateOf({ directory }: Pick<LabDeploy, "directory">): string {
  return path.join(directory, "wan-cluster.tfstate");
}

/** The same deploy as `npm run deploy`, its closing check included, run where the lab's runner is. */
export async function deployOnLab(deploy: LabDeploy): Promise<number> {
  const { lab, onLine } = deploy;
  const toolchain = await runnerToolchain(deploy.toolchain, onLine);
  const run: Run = async (argv, { env, cwd = PROJECT, capture }) => {
    const options = { env, cwd, check: false };
    if (!capture) return lab.runner([...argv], { ...options, onLine });
    const result = await lab.runner([...argv], options);
    result.stderr.split("\n").filter(Boolean).forEach(onLine);
    return result;
  };
  const app = deploy.app ? ["--app", deploy.app] : [];
  return cdktf("deploy", ["--auto-approve", "--output", outputOf(deploy), ...app], {
    run,
    toolchain,
    say: onLine,
    env: {
      ...process.env,
      ...deploy.env,
      CI: "true",
      PVE_WAN_SSH_KEY: lab.sshKeyPath,
      PVE_WAN_KNOWN_HOSTS: lab.knownHostsPath,
      PVE_WAN_STATE: stateOf(deploy),
    },
  });
}

/** The same of an app of the tests; a deploy that fails is an error with the last it said. */
export async function deployApp(
  lab: Lab,
  directory: string,
  app: string,
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  const lines: string[] = [];
  const code = await deployOnLab({
    ...{ lab, toolchain: await toolchain(say), directory, env },
    onLine: (line) => void lines.push(line),
    app: `node -r tsx/cjs __tests__/lab/apps/${app}.ts`,
  });
  if (code === 0) return;
  throw new Error(`${lab.name}: the deploy failed:\n${lines.slice(-40).join("\n")}`);
}
