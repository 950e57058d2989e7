import * as fs from "node:fs";
import * as path from "node:path";
import { contentHash } from "./content-hash";

/** The Proxmox layer: `packages` (Debian packages), `root/` (a tree laid over the image), `setup` (run in it once). */
export interface Layer {
  readonly directory: string;
  readonly packages: readonly string[];
  /** Changes with anything the image takes from the directory. */
  readonly hash: string;
}

const PARTS = ["packages", "root", "setup"];

export function readLayer(
  directory = path.resolve(process.env.LAB_PROXMOX || path.join(__dirname, "../proxmox")),
): Layer {
  const missing = PARTS.filter((part) => !fs.existsSync(path.join(directory, part)));
  if (missing.length > 0) {
    throw new Error(
      `${directory} is no Proxmox layer, ${missing.join(" and ")} missing: let LAB_PROXMOX name a directory with ${PARTS.join(", ")}`,
    );
  }
  return {
    directory,
    packages: readPackages(fs.readFileSync(path.join(directory, "packages"), "utf8")),
    hash: contentHash(PARTS.map((part) => path.join(directory, part))),
  };
}

/** One package a line; `#` begins a comment. */
export function readPackages(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter(Boolean);
}
