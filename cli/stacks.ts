import * as fs from "node:fs";
import * as path from "node:path";

export interface Stack {
  readonly name: string;
  readonly directory: string;
}

/** The stacks that were synthesised last. */
export function synthesisedStacks(output: string): Stack[] {
  const manifest = path.join(output, "manifest.json");
  if (!fs.existsSync(manifest)) return [];
  const { stacks } = JSON.parse(fs.readFileSync(manifest, "utf8")) as {
    stacks: Record<string, { name: string; workingDirectory: string }>;
  };
  return Object.values(stacks).map(({ name, workingDirectory }) => ({
    name,
    directory: path.join(output, workingDirectory),
  }));
}

/** Where cdktf writes by itself: as the project's cdktf.json says, else its own default. */
export function defaultOutput(project: string): string {
  const file = path.join(project, "cdktf.json");
  const { output = "cdktf.out" } = fs.existsSync(file)
    ? (JSON.parse(fs.readFileSync(file, "utf8")) as { output?: string })
    : {};
  return path.resolve(project, output);
}

/** The stack that is meant: the one in that directory, else the only one that the project has. */
export function meantStack(project: string, stackDir?: string): Stack {
  if (stackDir !== undefined) {
    const directory = path.resolve(project, stackDir);
    if (fs.existsSync(path.join(directory, STACK_FILE))) {
      return { name: path.basename(directory), directory };
    }
    throw new Error(
      `${directory} is no synthesised stack: it holds no ${STACK_FILE}\nnext: run cdktf synth, then name a directory below its output's stacks/`,
    );
  }
  const output = defaultOutput(project);
  const stacks = synthesisedStacks(output);
  if (stacks.length === 1) return stacks[0];
  const directories = stacks.map(({ directory }) => path.relative(project, directory));
  throw new Error(
    stacks.length === 0
      ? `${output} holds no stack\nnext: run cdktf deploy in the directory of cdktf.json, or name the stack's directory with --stack-dir`
      : `there are several stacks\nnext: choose one: --stack-dir ${directories.join(" or --stack-dir ")}`,
  );
}

export const STACK_FILE = "cdk.tf.json";
