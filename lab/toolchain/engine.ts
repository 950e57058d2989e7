import * as fs from "node:fs";
import * as path from "node:path";
import { cacheDirectory, keyOf, Log, madeOnce } from "../cache";
import { goBuild } from "./go";
import { ask, which } from "./program";
import { atLeast, OLDEST_ENGINE, parseEngineVersion, Product, Version } from "./version";

export interface Engine {
  readonly binary: string;
  readonly product: Product;
  readonly version: string;
}

const MODULE = path.resolve(__dirname, "../engine");
const PACKAGE = "github.com/opentofu/opentofu/cmd/tofu";
const needs = `Terraform >= ${text(OLDEST_ENGINE.Terraform)} or OpenTofu >= ${text(OLDEST_ENGINE.OpenTofu)}`;

/** The engine that TERRAFORM_BINARY_NAME names, or the first fit one on PATH. Only the name given by hand may fail. */
export async function installedEngine(env: NodeJS.ProcessEnv): Promise<Engine | undefined> {
  const named = env.TERRAFORM_BINARY_NAME;
  if (named) {
    const binary = which(named, env);
    if (!binary)
      throw new Error(`TERRAFORM_BINARY_NAME=${named} is no program; ${needs} is needed`);
    return inspect(binary, env);
  }
  for (const name of ["terraform", "tofu"]) {
    const binary = which(name, env);
    const engine = binary && (await inspect(binary, env).catch(() => undefined));
    if (engine) return engine;
  }
  return undefined;
}

/** What `builtEngine` has made before. */
export async function cachedEngine(): Promise<Engine | undefined> {
  const binary = path.join(engineDirectory(), "tofu");
  return fs.existsSync(binary) ? inspect(binary, process.env) : undefined;
}

export async function builtEngine(log: Log): Promise<Engine> {
  const directory = await madeOnce(engineDirectory(), async (temporary) => {
    log(`no ${needs} on PATH: building OpenTofu, once: 3 minutes on 2 idle cores`);
    // Without this OpenTofu calls itself a development version, which no constraint of a provider allows.
    const flags = ["-ldflags", "-s -w -X github.com/opentofu/opentofu/version.dev=no"];
    await goBuild(MODULE, [PACKAGE], path.join(temporary, "tofu"), flags, log);
  });
  return inspect(path.join(directory, "tofu"), process.env);
}

async function inspect(binary: string, env: NodeJS.ProcessEnv): Promise<Engine> {
  // Neither a question to the vendor nor complaints about a configuration that is not there belong into the answer.
  const quiet = { ...env, CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: "/dev/null" };
  const output = await ask(binary, ["version"], quiet);
  const found = parseEngineVersion(output);
  if (!found) throw new Error(`${binary} does not tell its version; ${needs} is needed: ${output}`);
  const { product, version } = found;
  if (!atLeast(version, OLDEST_ENGINE[product])) {
    throw new Error(`${binary} is ${product} ${version.join(".")}; ${needs} is needed`);
  }
  return { binary, product, version: version.join(".") };
}

function engineDirectory(): string {
  const inputs = ["go.mod", "go.sum"].map((name) =>
    fs.readFileSync(path.join(MODULE, name), "utf8"),
  );
  return path.join(
    cacheDirectory(),
    "engine",
    keyOf(PACKAGE, process.platform, process.arch, ...inputs),
  );
}

function text(version: Version): string {
  return `${version[0]}.${version[1]}`;
}
