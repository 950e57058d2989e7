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

/** Saved plans hold sensitive values in clear, and cdktf leaves one behind for each stack that it compared. */
export function removePlanFiles(output: string): void {
  for (const { directory } of synthesisedStacks(output)) {
    fs.rmSync(path.join(directory, "plan"), { force: true });
  }
}
