import * as fs from "node:fs";
import * as path from "node:path";
import { synthesisedStacks } from "../../cli/stacks";

/** Saved plans hold sensitive values in clear, and cdktf leaves one behind for each stack that it compared. */
export function removePlanFiles(output: string): void {
  for (const { directory } of synthesisedStacks(output)) {
    fs.rmSync(path.join(directory, "plan"), { force: true });
  }
}
