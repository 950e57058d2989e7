import * as fs from "node:fs";
import * as path from "node:path";
import { cacheDirectory, Log } from "./cache";
import { PLAIN_CONFIG } from "./toolchain/cli-config";
import { builtEngine, cachedEngine, Engine, installedEngine } from "./toolchain/engine";
import { findGo } from "./toolchain/go";
import { ProviderSource, providerSource } from "./toolchain/provider-source";
import { REGISTRIES, registryAnswers } from "./toolchain/registry";
import { cachedStandIns, providerVersions, standIns } from "./toolchain/stand-ins";

export { dropForeignLocks } from "./toolchain/locks";

/** What a `cdktf` or engine command needs to run on this machine. */
export interface Toolchain {
  readonly terraformBinary: string;
  /** To be laid over the environment of every such command. */
  readonly env: Record<string, string>;
  /** One line: engine, version and where the providers come from. */
  readonly description: string;
  /** cdktf asks the registry after `init` for checksums, whatever mirror there is: fails where it is out of reach. */
  readonly skipProviderLock: boolean;
  /** The CLI configuration that leads to the lab stand-ins, where they are used: see `dropForeignLocks`. */
  readonly standIns?: string;
}

/** Finds the engine and the providers, and builds what is neither here nor to be had. */
export async function toolchain(log: Log): Promise<Toolchain> {
  return toolchainOf((await installedEngine(process.env)) ?? (await builtEngine(log)), log);
}

/** The toolchain around an engine. */
export async function toolchainOf(engine: Engine, log: Log): Promise<Toolchain> {
  const registryInReach = await registryAnswers(REGISTRIES[engine.product], process.env);
  const source = providerSource(engine.product, registryInReach, process.env);
  const environment = await providerEnvironment(source, log);
  return {
    terraformBinary: engine.binary,
    env: {
      TERRAFORM_BINARY_NAME: engine.binary,
      // Neither the engine nor cdktf may wait for a vendor's server that is out of reach.
      CHECKPOINT_DISABLE: "1",
      DISABLE_VERSION_CHECK: "1",
      ...environment,
    },
    description: `${engine.product} ${engine.version} (${engine.binary}) with ${describe(source, engine)}`,
    skipProviderLock: !registryInReach,
    standIns: source.kind === "stand-ins" ? environment.TF_CLI_CONFIG_FILE : undefined,
  };
}

/** What this machine lacks, one line each; nothing is built or downloaded. */
export async function missingForToolchain(): Promise<string[]> {
  let engine: Engine | undefined;
  try {
    engine = (await installedEngine(process.env)) ?? (await cachedEngine());
  } catch (error) {
    return [(error as Error).message];
  }
  const product = engine?.product ?? "OpenTofu";
  const toBuild: string[] = [];
  if (!engine) {
    toBuild.push("to build OpenTofu, as neither Terraform >= 1.10 nor OpenTofu >= 1.11 is on PATH");
  }
  if (!cachedStandIns()) {
    const inReach = await registryAnswers(REGISTRIES[product], process.env);
    if (providerSource(product, inReach, process.env).kind === "stand-ins") {
      toBuild.push(
        `to build stand-ins for the providers, as ${REGISTRIES[product]} is out of reach`,
      );
    }
  }
  if (toBuild.length === 0) return [];
  const go = await findGo(process.env);
  return "missing" in go ? toBuild.map((reason) => `${go.missing}: needed ${reason}`) : [];
}

async function providerEnvironment(
  source: ProviderSource,
  log: Log,
): Promise<Record<string, string>> {
  switch (source.kind) {
    case "configured":
      // Absolute: cdktf runs the engine in a directory of its own.
      return source.byVariable ? { TF_CLI_CONFIG_FILE: source.file } : {};
    case "registry":
      return process.env.TF_CLI_CONFIG_FILE ? { TF_CLI_CONFIG_FILE: plainConfig() } : {};
    case "stand-ins":
      return {
        TF_CLI_CONFIG_FILE: await standIns(log),
        // cdktf turns a cache under the home directory on: a stand-in in there would be taken for the real one later.
        CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
        TF_PLUGIN_CACHE_DIR: "",
      };
  }
}

function describe(source: ProviderSource, engine: Engine): string {
  const registry = REGISTRIES[engine.product];
  switch (source.kind) {
    case "configured":
      return `the providers that ${source.file} leads to`;
    case "registry":
      return `the real providers from ${registry}`;
    case "stand-ins": {
      const names = providerVersions().map(({ name, version }) => `${name} ${version}`);
      return `lab stand-ins for the providers ${names.join(", ")}: ${registry} is out of reach`;
    }
  }
}

function plainConfig(): string {
  const file = path.join(cacheDirectory(), "providers", "registry.tfrc");
  if (!fs.existsSync(file)) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(`${file}.${process.pid}`, PLAIN_CONFIG);
    fs.renameSync(`${file}.${process.pid}`, file);
  }
  return file;
}
