import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Result, run } from "../../../lab/command";
import { toolchain } from "../../../lab/toolchain";
import { providerVersions } from "../../../lab/toolchain/stand-ins";

type Resources = Record<string, Record<string, Record<string, unknown>>>;

/** A directory in which the engine runs with the providers that a deploy on this machine would get. */
export class Workspace {
  static async create(): Promise<Workspace> {
    const { terraformBinary, env } = await toolchain(console.log);
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "providers-"));
    const workspace = new Workspace(directory, terraformBinary, { ...process.env, ...env });
    workspace.write({});
    await workspace.engine("init", "-input=false");
    return workspace;
  }

  private constructor(
    readonly directory: string,
    private readonly binary: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  write(resource: Resources, output: Record<string, unknown> = {}, data: Resources = {}): void {
    const required = providerVersions().map(({ name, version }) => [
      name,
      { source: `hashicorp/${name}`, version },
    ]);
    const config = {
      terraform: { required_providers: Object.fromEntries(required) },
      ...(Object.keys(resource).length > 0 && { resource }),
      ...(Object.keys(data).length > 0 && { data }),
      ...(Object.keys(output).length > 0 && { output }),
    };
    fs.writeFileSync(this.path("main.tf.json"), JSON.stringify(config));
  }

  /** Back to where `create` ended. */
  forget(): void {
    for (const name of fs.readdirSync(this.directory)) {
      if (!name.startsWith(".terraform")) fs.rmSync(this.path(name), { recursive: true });
    }
  }

  path(name: string): string {
    return path.join(this.directory, name);
  }

  engine(...args: string[]): Promise<Result> {
    return run([this.binary, ...args], { cwd: this.directory, env: this.env, timeoutSeconds: 60 });
  }

  async refused(...args: string[]): Promise<string> {
    const options = { cwd: this.directory, env: this.env, check: false };
    const { code, stdout, stderr } = await run([this.binary, ...args, "-no-color"], options);
    if (code !== 1)
      throw new Error(`${args.join(" ")} ended with ${code}, not 1: ${stdout}${stderr}`);
    return (stdout + stderr).replace(/[│╷╵\s]+/g, " ");
  }

  apply(): Promise<Result> {
    return this.engine("apply", "-auto-approve", "-input=false", "-no-color");
  }

  /** What a plan would do, by resource. Empty: "No changes". */
  async planned(): Promise<Record<string, string[]>> {
    await this.engine("plan", "-input=false", "-out=plan");
    const plan = JSON.parse((await this.engine("show", "-json", "plan")).stdout);
    const changes: [string, string[]][] = (plan.resource_changes ?? []).map(
      (entry: { address: string; change: { actions: string[] } }) => [
        entry.address,
        entry.change.actions,
      ],
    );
    return Object.fromEntries(changes.filter(([, actions]) => actions[0] !== "no-op"));
  }

  /** The attributes of a resource in the state. */
  async state(address: string): Promise<Record<string, unknown>> {
    const { values } = JSON.parse((await this.engine("show", "-json")).stdout);
    const found = values.root_module.resources.find(
      (resource: { address: string }) => resource.address === address,
    );
    return found.values;
  }

  async schema(provider: string, type: string) {
    const { provider_schemas } = JSON.parse(
      (await this.engine("providers", "schema", "-json")).stdout,
    );
    const address = Object.keys(provider_schemas).find((key) =>
      key.endsWith(`/hashicorp/${provider}`),
    );
    const { resource_schemas = {}, data_source_schemas = {} } = provider_schemas[address!];
    return { ...resource_schemas, ...data_source_schemas }[type].block.attributes;
  }

  remove(): void {
    fs.rmSync(this.directory, { recursive: true });
  }
}
