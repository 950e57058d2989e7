import * as fs from "node:fs";
import * as path from "node:path";

const LOCK = ".terraform.lock.hcl";
const MARKER = ".stand-ins";

/**
 * Removes the engine's lock files from cdktf's output when they hold the checksums of stand-ins and others are in use
 * now, or the other way round: `init` would refuse to go on. Between real providers they stay, as they are meant to.
 */
export function dropForeignLocks(outputDirectory: string, standIns: string | undefined): void {
  const marker = path.join(outputDirectory, MARKER);
  const before = fs.existsSync(marker) ? fs.readFileSync(marker, "utf8") : undefined;
  if (before === standIns) return;
  for (const stack of stacksIn(outputDirectory)) fs.rmSync(path.join(stack, LOCK), { force: true });
  if (standIns === undefined) {
    fs.rmSync(marker);
  } else {
    fs.mkdirSync(outputDirectory, { recursive: true });
    fs.writeFileSync(marker, standIns);
  }
}

function stacksIn(outputDirectory: string): string[] {
  const stacks = path.join(outputDirectory, "stacks");
  return fs.existsSync(stacks) ? fs.readdirSync(stacks).map((name) => path.join(stacks, name)) : [];
}
