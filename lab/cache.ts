import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { tied } from "./command";

export type Log = (line: string) => void;

export function cacheDirectory(): string {
  const base = process.env.XDG_CACHE_HOME || path.join(os.homedir(), ".cache");
  return path.join(path.resolve(base), "cdktf-proxmox-wan");
}

/** What the lab keeps between runs: image trees, Debian packages, unpacked tools. */
export function labCache(...parts: string[]): string {
  return path.join(cacheDirectory(), "lab", ...parts);
}

/** A short name for a set of inputs. */
export function keyOf(...inputs: string[]): string {
  const hash = createHash("sha256");
  for (const input of inputs) hash.update(`${Buffer.byteLength(input)}:${input}`);
  return hash.digest("hex").slice(0, 12);
}

/**
 * Makes a directory once. It is made under another name and renamed, so that it is there complete or not at all; two
 * makers at a time do not collide: the second waits and takes what the first made.
 */
export async function madeOnce(
  directory: string,
  make: (temporary: string) => Promise<void>,
): Promise<string> {
  if (fs.existsSync(directory)) return directory;
  fs.mkdirSync(path.dirname(directory), { recursive: true });
  const unlock = await lock(`${directory}.lock`);
  try {
    if (!fs.existsSync(directory)) {
      const temporary = `${directory}.partial`;
      fs.rmSync(temporary, { recursive: true, force: true });
      fs.mkdirSync(temporary);
      await make(temporary);
      fs.renameSync(temporary, directory);
    }
  } finally {
    await unlock();
  }
  return directory;
}

/** Holds a lock file until the returned function is called or this process ends, however it ends. */
export async function lock(file: string): Promise<() => Promise<void>> {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const [program, ...args] = tied(["flock", file, "sh", "-c", "echo locked; cat"]);
  const holder = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"], detached: true });
  const ended = new Promise<void>((resolve) => holder.once("close", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    holder.once("error", reject);
    holder.once("close", () => reject(new Error(`${file} could not be locked by flock`)));
    holder.stdout!.once("data", () => resolve());
  });
  return async () => {
    holder.stdin!.end();
    await ended;
  };
}
