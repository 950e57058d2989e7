import * as fs from "node:fs";
import * as path from "node:path";
import { madeOnce } from "../../lab/cache";
import { run } from "../../lab/command";
import { engineTests, Project } from "./project";

/** The versions of Node.js that are compared. */
export const NODES = ["20", "22", "24"] as const;

export interface Synthesised {
  /** Of the library and Node.js. */
  readonly by: string;
  readonly node: string;
  readonly json: string;
}

/** What the project's program makes under a version of Node.js; the commands of cdktf and cdktn have needs of their own. */
export async function synthesise(project: Project, major: string): Promise<Synthesised> {
  const { library, directory, version, recipe } = project;
  const node = await nodeProgram(major);
  const { app } = JSON.parse(recipe.files["cdktf.json"]) as { app: string };
  const output = path.join(directory, `out-${major}`);
  const searched = `${path.dirname(node)}:${process.env.PATH ?? ""}`;
  const env = { ...process.env, PATH: searched, CDKTF_OUTDIR: output };
  await run(["bash", "-c", app], { cwd: directory, env });
  const stack = path.join(output, "stacks/wan-cluster/cdk.tf.json");
  const { stdout } = await run([node, "--version"]);
  const exact = stdout.trim().replace("v", "");
  const json = comparable(fs.readFileSync(stack, "utf8"));
  return { by: `${library} ${version}, Node ${exact}`, node: exact, json };
}

/** Without what has to differ: the version that wrote it, and where that project keeps its state. */
export function comparable(text: string): string {
  const stack = JSON.parse(text) as {
    "//": { metadata: { version?: string } };
    terraform: { backend: { local: { path?: string } } };
  };
  delete stack["//"].metadata.version;
  delete stack.terraform.backend.local.path;
  return JSON.stringify(stack, null, 2);
}

/** From npm's registry, which has Node.js itself. */
async function nodeProgram(major: string): Promise<string> {
  const directory = await madeOnce(path.join(engineTests(), `node-${major}`), async (temporary) => {
    await run(["npm", "install", "--no-save", "--prefix", temporary, `node@${major}`]);
  });
  return path.join(directory, "node_modules/node/bin/node");
}
