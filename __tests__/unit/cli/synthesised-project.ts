import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Drawing } from "../../../lib/picture";

/** A project as cdktf leaves it after synth. */
export class SynthesisedProject {
  readonly directory = fs.mkdtempSync(path.join(os.tmpdir(), "pve-wan-project-"));

  constructor(private readonly output = "cdktf.out") {}

  /** Each stack with the triggers of its null_resources, and something that is no step. */
  stacks(stacks: Record<string, Record<string, Record<string, string> | undefined>>): this {
    const names = Object.keys(stacks);
    this.write(`${this.output}/manifest.json`, {
      stacks: Object.fromEntries(
        names.map((name) => [name, { name, workingDirectory: `stacks/${name}` }]),
      ),
    });
    for (const name of names) {
      const steps = Object.entries(stacks[name]).map(([id, triggers]) => [
        id,
        {
          triggers,
          provisioner: [{ "local-exec": { environment: { PVE_WAN_IDENTITY: `/keys/${id}` } } }],
        },
      ]);
      this.write(`${this.output}/stacks/${name}/cdk.tf.json`, {
        resource: {
          null_resource: Object.fromEntries(steps),
          random_bytes: { key: { length: 32, triggers: { step: "x", hostTool: "y" } } },
        },
      });
    }
    return this;
  }

  /** A stack with what there is to draw of its clusters, by the paths of their last steps. */
  clusters(name: string, drawings: Record<string, Drawing>): this {
    const steps = Object.entries(drawings).map(([step, topology], index) => [
      `verify_${index}`,
      { "//": { metadata: { path: step }, topology }, triggers: { step: "verify" } },
    ]);
    return this.write(`${this.output}/stacks/${name}/cdk.tf.json`, {
      resource: { null_resource: Object.fromEntries(steps) },
    });
  }

  write(file: string, content: object | string): this {
    const target = path.join(this.directory, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, typeof content === "string" ? content : JSON.stringify(content));
    return this;
  }

  program(name: string, script: string): this {
    this.write(`bin/${name}`, `#!/bin/bash\n${script}\n`);
    fs.chmodSync(path.join(this.directory, "bin", name), 0o755);
    return this;
  }

  forget(): void {
    fs.rmSync(this.directory, { recursive: true });
  }
}
