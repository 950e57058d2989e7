import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Lab } from "../../../lab";
import { toolchain } from "../../../lab/toolchain";
import { cdktf, type Command } from "../../../scripts/deploy/cdktf";
import type { Run } from "../../../scripts/deploy/run";

export interface DeployResult {
  readonly code: number;
  /** All that a user would have seen. */
  readonly output: string;
}

/** Fails with the last screen of a deploy that failed. */
export function succeeded(result: DeployResult): DeployResult {
  if (result.code === 0) return result;
  throw new Error(`the deploy ended with status ${result.code}:\n${result.output.slice(-6000)}`);
}

/** A stack as one user has it: an app, its state, and the lab's runner to deploy from. */
export class Deployment {
  constructor(
    private readonly lab: Lab,
    private readonly app = "main.ts",
    /** State and synthesised code; another app with the same folder is a change of the same stack. */
    readonly folder = mkdtempSync(join(tmpdir(), "pve-wan-deploy-")),
  ) {}

  get state(): string {
    return join(this.folder, "state.json");
  }

  deploy(env: Record<string, string> = {}): Promise<DeployResult> {
    return this.run("deploy", ["--auto-approve"], env);
  }

  /** Runs a command of cdktf as `npm run COMMAND` does, on the lab's runner. */
  async run(
    command: Command,
    args: string[] = [],
    env: Record<string, string> = {},
  ): Promise<DeployResult> {
    const seen: string[] = [];
    const run: Run = async (argv, options) => {
      const { code, stdout, stderr } = await this.lab.runner([...argv], {
        env: options.env as Record<string, string>,
        cwd: options.cwd,
        check: false,
      });
      if (!options.capture) seen.push(stdout);
      seen.push(stderr);
      return { code, stdout, stderr };
    };
    const code = await cdktf(
      command,
      [...args, "--output", join(this.folder, "out"), "--app", `node -r tsx/cjs ${this.app}`],
      {
        run,
        env: { ...process.env, ...this.environment, ...env },
        toolchain: await toolchain(() => undefined),
        say: (line) => seen.push(`${line}\n`),
      },
    );
    return { code, output: seen.join("") };
  }

  /** What main.ts reads. */
  get environment(): Record<string, string> {
    return {
      PVE_WAN_SSH_KEY: this.lab.sshKeyPath,
      PVE_WAN_KNOWN_HOSTS: this.lab.knownHostsPath,
      PVE_WAN_STATE: this.state,
    };
  }

  forget(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
