import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The package's own folder, whether it runs from source or compiled. */
export function packageRoot(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
}
