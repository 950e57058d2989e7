import * as fs from "node:fs";
import * as path from "node:path";
import { cacheDirectory, keyOf, Log, madeOnce } from "../cache";
import { mirrorConfig } from "./cli-config";
import { goBuild } from "./go";
import { REGISTRIES } from "./registry";

export interface ProviderVersion {
  readonly name: string;
  readonly version: string;
}

const MODULE = path.resolve(__dirname, "../providers");
const CONFIG = "cli.tfrc";
const NAMES = ["external", "local", "null", "random"];

/** The versions that the npm bindings were generated from, and ask for. */
export function providerVersions(): ProviderVersion[] {
  return NAMES.map((name) => {
    const manifest = require.resolve(`@cdktf/provider-${name}/package.json`);
    const { cdktf } = JSON.parse(fs.readFileSync(manifest, "utf8"));
    return { name, version: cdktf.provider.version as string };
  });
}

/** The CLI configuration that leads to the stand-ins, if they have been built before. */
export function cachedStandIns(): string | undefined {
  const config = path.join(standInsDirectory(), CONFIG);
  return fs.existsSync(config) ? config : undefined;
}

/** Builds the stand-ins and lays them out as a mirror; returns the CLI configuration that leads to it. */
export async function standIns(log: Log): Promise<string> {
  const target = standInsDirectory();
  await madeOnce(target, async (temporary) => {
    log("building the lab stand-ins of the providers, once, about 2 minutes on 2 cores");
    const built = path.join(temporary, "built");
    fs.mkdirSync(built);
    await goBuild(MODULE, ["./cmd/..."], built, ["-ldflags", "-s -w"], log);
    for (const provider of providerVersions()) {
      for (const host of Object.values(REGISTRIES)) layOut(built, provider, host, temporary);
    }
    fs.rmSync(built, { recursive: true });
    const config = mirrorConfig(path.join(target, "mirror"), addresses());
    fs.writeFileSync(path.join(temporary, CONFIG), config);
  });
  return path.join(target, CONFIG);
}

/** Both engines look under their own registry's name for a source that names none. */
function addresses(): string[] {
  return Object.values(REGISTRIES).flatMap((host) =>
    NAMES.map((name) => `${host}/hashicorp/${name}`),
  );
}

function layOut(built: string, provider: ProviderVersion, host: string, root: string): void {
  const { name, version } = provider;
  // Go's names of systems and processors are the registry's.
  const platform = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
  const directory = path.join(root, "mirror", host, "hashicorp", name, version, platform);
  fs.mkdirSync(directory, { recursive: true });
  const program = `terraform-provider-${name}`;
  fs.linkSync(path.join(built, program), path.join(directory, `${program}_v${version}`));
}

function standInsDirectory(): string {
  const root = path.join(cacheDirectory(), "providers");
  const versions = providerVersions().map(({ name, version }) => `${name} ${version}`);
  // The CLI configuration holds the absolute path of the mirror.
  const inputs = [root, process.platform, process.arch, ...versions, ...sources(MODULE)];
  return path.join(root, keyOf(...inputs));
}

function sources(directory: string): string[] {
  const entries = fs.readdirSync(directory, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith("_test.go"))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort()
    .flatMap((file) => [path.relative(directory, file), fs.readFileSync(file, "utf8")]);
}
