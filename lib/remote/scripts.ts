import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AssetType, TerraformAsset, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { packageRoot } from "./package-root";

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    })
    .sort();
}

const fingerprints = new Map<string, string>();

/** Hash of names and contents of all files below a folder. */
function fingerprintOf(folder: string): string {
  const known = fingerprints.get(folder);
  if (known) return known;
  const hash = createHash("sha256");
  for (const file of filesBelow(folder)) {
    hash
      .update(`${file.slice(folder.length)}\0`)
      .update(readFileSync(file))
      .update("\0");
  }
  const fingerprint = hash.digest("hex").slice(0, 16);
  fingerprints.set(folder, fingerprint);
  return fingerprint;
}

/** The static shell of this library as Terraform assets: copied into the synthesised stack, never parsed as templates. */
export interface Scripts {
  /** Folder of the scripts that run where Terraform runs, relative to the stack. */
  readonly runner: string;
  /** Folder of the host tool, relative to the stack. */
  readonly host: string;
  /** Changes whenever anything of the host tool does. */
  readonly hostFingerprint: string;
}

/** The scripts of a stack: one copy, however many constructs use them. */
export function scriptsOf(scope: Construct): Scripts {
  const stack = TerraformStack.of(scope);
  const root = packageRoot();
  const asset = (folder: string): TerraformAsset => {
    const id = `pve-wan-${folder}`;
    const made = stack.node.tryFindChild(id) as TerraformAsset | undefined;
    const path = join(root, folder);
    const assetHash = fingerprintOf(path);
    return made ?? new TerraformAsset(stack, id, { path, type: AssetType.DIRECTORY, assetHash });
  };
  return {
    runner: asset("runner").path,
    host: asset("host").path,
    hostFingerprint: fingerprintOf(join(root, "host")),
  };
}
