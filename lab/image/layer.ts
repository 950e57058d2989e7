import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

/** The Proxmox layer: `packages` (Debian packages), `root/` (a tree laid over the image), `setup` (run in it once). */
export interface Layer {
  readonly directory: string;
  readonly packages: readonly string[];
  /** Changes with anything the image takes from the directory. */
  readonly hash: string;
}

const PARTS = ["packages", "root", "setup"];

export function readLayer(): Layer {
  const directory = path.resolve(process.env.LAB_PROXMOX || path.join(__dirname, "../proxmox"));
  const missing = PARTS.filter((part) => !fs.existsSync(path.join(directory, part)));
  if (missing.length > 0) {
    throw new Error(
      `${directory} is no Proxmox layer, ${missing.join(" and ")} missing: let LAB_PROXMOX name a directory with ${PARTS.join(", ")}`,
    );
  }
  const hash = createHash("sha256");
  for (const part of PARTS) addToHash(hash, directory, part);
  return {
    directory,
    packages: readPackages(fs.readFileSync(path.join(directory, "packages"), "utf8")),
    hash: hash.digest("hex"),
  };
}

/** One package a line; `#` begins a comment. */
export function readPackages(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter(Boolean);
}

function addToHash(hash: ReturnType<typeof createHash>, directory: string, name: string): void {
  const file = path.join(directory, name);
  const stat = fs.lstatSync(file);
  const add = (kind: string, content: string | Buffer) => {
    hash.update(`${kind} ${name} ${stat.mode & 0o7777} ${Buffer.byteLength(content)}\n`);
    hash.update(content);
  };
  if (stat.isSymbolicLink()) add("link", fs.readlinkSync(file));
  else if (stat.isDirectory()) {
    add("directory", "");
    for (const entry of fs.readdirSync(file).sort()) {
      addToHash(hash, directory, path.join(name, entry));
    }
  } else add("file", fs.readFileSync(file));
}
