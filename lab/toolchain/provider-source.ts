import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { cacheDirectory } from "../cache";
import { Product } from "./version";

/** Where `init` gets the providers from. */
export type ProviderSource =
  | { readonly kind: "configured"; readonly file: string; readonly byVariable: boolean }
  | { readonly kind: "registry" }
  | { readonly kind: "stand-ins" };

/**
 * The operator's own CLI configuration comes first, then the registry; the stand-ins are the last resort, so that a
 * deploy which could have the real providers never runs with others.
 */
export function providerSource(
  product: Product,
  registryInReach: boolean,
  env: NodeJS.ProcessEnv,
  home = os.homedir(),
): ProviderSource {
  const named = operatorsConfig(env);
  if (named) return { kind: "configured", file: named, byVariable: true };
  // With the variable set, the engine does not look at the file in the home directory, not even when it names nothing.
  const found = env.TF_CLI_CONFIG_FILE ? undefined : configuredAtHome(product, home);
  if (found) return { kind: "configured", file: found, byVariable: false };
  return { kind: registryInReach ? "registry" : "stand-ins" };
}

/** TF_CLI_CONFIG_FILE, unless it leads nowhere or is one of ours, inherited from a command that started this one. */
function operatorsConfig(env: NodeJS.ProcessEnv): string | undefined {
  const file = env.TF_CLI_CONFIG_FILE && path.resolve(env.TF_CLI_CONFIG_FILE);
  if (!file || file.startsWith(cacheDirectory() + path.sep)) return undefined;
  return fs.existsSync(file) ? file : undefined;
}

function configuredAtHome(product: Product, home: string): string | undefined {
  const names = product === "OpenTofu" ? [".tofurc", ".terraformrc"] : [".terraformrc"];
  const file = names
    .map((name) => path.join(home, name))
    .find((candidate) => fs.existsSync(candidate));
  // Without this block it says nothing about providers.
  return file && fs.readFileSync(file, "utf8").includes("provider_installation") ? file : undefined;
}
