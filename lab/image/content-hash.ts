import { createHash, Hash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

/**
 * A hash of files and trees: names, contents, links, and of the modes what git keeps, so that every checkout of the same
 * files has the same hash, wherever it lies.
 */
export function contentHash(paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of paths) add(hash, path.dirname(file), path.basename(file));
  return hash.digest("hex");
}

function add(hash: Hash, parent: string, name: string): void {
  const file = path.join(parent, name);
  const stat = fs.lstatSync(file);
  const record = (kind: string, content: string | Buffer) => {
    hash.update(`${kind} ${JSON.stringify(name)} ${Buffer.byteLength(content)}\n`);
    hash.update(content);
  };
  if (stat.isSymbolicLink()) record("link", fs.readlinkSync(file));
  else if (stat.isDirectory()) {
    record("directory", "");
    for (const entry of fs.readdirSync(file).sort()) add(hash, parent, path.join(name, entry));
  } else record(stat.mode & 0o100 ? "program" : "file", fs.readFileSync(file));
}
