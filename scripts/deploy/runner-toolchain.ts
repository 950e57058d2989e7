import * as fs from "node:fs";
import * as path from "node:path";
import { cacheDirectory, keyOf, Log, madeOnce } from "../../lab/cache";
import { run } from "../../lab/command";
import { Toolchain } from "../../lab/toolchain";
import { providerVersions } from "../../lab/toolchain/stand-ins";

const INSTALLED = ".terraform/providers";
const CONFIG = "cli.tfrc";

/** The toolchain for the lab's runner, which has no way out: providers that come from elsewhere are fetched before. */
export async function runnerToolchain(toolchain: Toolchain, log: Log): Promise<Toolchain> {
  if (toolchain.standIns) return toolchain;
  const versions = providerVersions();
  const { terraformBinary, description } = toolchain;
  const key = keyOf(description, ...versions.map(({ name, version }) => `${name} ${version}`));
  const directory = path.join(cacheDirectory(), "providers", `fetched-${key}`);
  await madeOnce(directory, async (temporary) => {
    log("fetching the providers, once: the lab's runner has no way out");
    const required = Object.fromEntries(
      versions.map(({ name, version }) => [name, { source: `hashicorp/${name}`, version }]),
    );
    const configuration = { terraform: { required_providers: required } };
    fs.writeFileSync(path.join(temporary, "main.tf.json"), JSON.stringify(configuration));
    // With a cache there would be links into it, and nothing that could be kept.
    const env = { ...process.env, ...toolchain.env, TF_PLUGIN_CACHE_DIR: "" };
    const init = [terraformBinary, "init", "-input=false", "-no-color"];
    await run(init, { cwd: temporary, env }, "fetching the providers (terraform init)");
    fs.writeFileSync(path.join(temporary, CONFIG), onlyFrom(path.join(directory, INSTALLED)));
  });
  return {
    ...toolchain,
    skipProviderLock: true,
    env: {
      ...toolchain.env,
      TF_CLI_CONFIG_FILE: path.join(directory, CONFIG),
      CDKTF_DISABLE_PLUGIN_CACHE_ENV: "1",
      TF_PLUGIN_CACHE_DIR: "",
    },
  };
}

function onlyFrom(mirror: string): string {
  return `provider_installation {
  filesystem_mirror {
    path = ${JSON.stringify(mirror)}
  }
}
`;
}
