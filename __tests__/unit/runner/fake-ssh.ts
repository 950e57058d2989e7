import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const RUNNER = path.join(__dirname, "../../../runner");

/** Writes each call down, then does what the script named after the address says; ssh's own words go to $log. */
const SSH = `#!/bin/bash
printf '%s\\n' "$*" >>"$FAKE/calls"
while [ "$1" != -- ]; do
  case $1 in
    -E) log=$2 ;;
    UserKnownHostsFile=*) file=\${1#*=\\"} && cat "\${file%\\"}" >>"$FAKE/known_hosts" ;;
  esac
  shift
done
address=$2
shift 2
. "$FAKE/$address"
`;

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Nodes that exist only as what ssh would say and do. */
export class FakeNodes {
  private readonly directory = fs.mkdtempSync(path.join(os.tmpdir(), "fake-ssh-"));
  private readonly nodes: string[] = [];

  constructor() {
    fs.mkdirSync(path.join(this.directory, "bin"));
    fs.mkdirSync(path.join(this.directory, "tmp"));
    fs.writeFileSync(path.join(this.directory, "bin/ssh"), SSH, { mode: 0o755 });
  }

  /** The behaviour is bash: its arguments are the remote command, its input is the remote input, ssh's own words go to $log. */
  add(name: string, behaviour: string, { port = 22, hostKey = "-" } = {}): this {
    const address = `192.0.2.${this.nodes.length + 1}`;
    this.nodes.push([name, address, port, hostKey].join("\t"));
    fs.writeFileSync(path.join(this.directory, address), behaviour);
    return this;
  }

  run(
    script: string,
    step: string,
    env: Record<string, string> = {},
    more: readonly string[] = [],
  ): Outcome {
    return this.bash([path.join(RUNNER, `${script}.sh`), step, ...more], env);
  }

  /** Runs a script whose reader takes one line and goes, as a killed Terraform does. Returns when the script has ended too. */
  runUnheard(script: string, step: string, env: Record<string, string>): Outcome {
    const command = 'bash "$0" "$@" 2>&1 | head -n 1';
    return this.bash(["-c", command, path.join(RUNNER, `${script}.sh`), step], env);
  }

  private bash(args: readonly string[], env: Record<string, string>): Outcome {
    const { status, stdout, stderr } = spawnSync("bash", args, {
      encoding: "utf8",
      env: {
        PATH: `${this.directory}/bin:${process.env.PATH}`,
        HOME: this.directory,
        TMPDIR: path.join(this.directory, "tmp"),
        FAKE: this.directory,
        PVE_WAN_NODES: this.nodes.join("\n"),
        ...env,
      },
    });
    return { code: status, stdout, stderr };
  }

  /** What was written under this name by the nodes' behaviour, or by the fake ssh (calls, known_hosts). */
  written(name: string): string {
    const file = path.join(this.directory, name);
    return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
  }

  /** What the scripts left in their temporary directory. */
  leftovers(): string[] {
    return fs.readdirSync(path.join(this.directory, "tmp"));
  }

  remove(): void {
    fs.rmSync(this.directory, { recursive: true });
  }
}
