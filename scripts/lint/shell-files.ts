import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";

const EXTENSION = /\.(sh|bash)$/;
const SHEBANG = /^#!\s*(\/usr\/bin\/env\s+(-S\s+)?|\/(usr\/)?bin\/)(sh|bash|dash|ksh)\b/;

/** Every shell file that git keeps, by its name or by its first line. */
export async function shellFiles(root: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)("git", ["ls-files", "-z"], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  });
  const found = stdout
    .split("\0")
    .filter((file) => file !== "" && isShell(file, () => firstLine(path.join(root, file))));
  if (found.length === 0) throw new Error("git lists not one shell file, which cannot be right");
  return found;
}

export function isShell(name: string, readFirstLine: () => string): boolean {
  // Scripts without an extension are few, and reading every file for them would be slow.
  if (EXTENSION.test(name)) return true;
  return path.extname(name) === "" && SHEBANG.test(readFirstLine());
}

function firstLine(file: string): string {
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) return "";
  const descriptor = fs.openSync(file, "r");
  try {
    const start = Buffer.alloc(128);
    const length = fs.readSync(descriptor, start);
    return start.toString("utf8", 0, length).split("\n")[0];
  } finally {
    fs.closeSync(descriptor);
  }
}
