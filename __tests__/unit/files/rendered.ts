import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A file as it must be, in its real format. */
export function golden(name: string): string {
  return readFileSync(join(__dirname, "golden", name), "utf8");
}
