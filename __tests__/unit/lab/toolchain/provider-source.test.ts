import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { cacheDirectory } from "../../../../lab/cache";
import { providerSource } from "../../../../lab/toolchain/provider-source";

let home: string;
beforeEach(() => (home = fs.mkdtempSync(path.join(os.tmpdir(), "home-"))));
afterEach(() => fs.rmSync(home, { recursive: true }));

function put(name: string, content = ""): string {
  const file = path.join(home, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
  return file;
}

const choose = (registryInReach: boolean, env: NodeJS.ProcessEnv = {}, product = "Terraform") =>
  providerSource(product as "Terraform" | "OpenTofu", registryInReach, env, home);

test("the registry if it answers, else the stand-ins", () => {
  expect(choose(true)).toEqual({ kind: "registry" });
  expect(choose(false)).toEqual({ kind: "stand-ins" });
});

test.each([true, false])(
  "the file of TF_CLI_CONFIG_FILE, registry in reach or not (%s)",
  (inReach) => {
    const file = put("mirror.tfrc");
    expect(choose(inReach, { TF_CLI_CONFIG_FILE: file })).toEqual({
      kind: "configured",
      file,
      byVariable: true,
    });
  },
);

test("a TF_CLI_CONFIG_FILE that does not exist says nothing", () => {
  const env = { TF_CLI_CONFIG_FILE: path.join(home, "missing.tfrc") };
  expect(choose(true, env)).toEqual({ kind: "registry" });
  expect(choose(false, env)).toEqual({ kind: "stand-ins" });
});

test("a TF_CLI_CONFIG_FILE of ours, inherited from the command around, is no wish of the operator", () => {
  const before = process.env.XDG_CACHE_HOME;
  process.env.XDG_CACHE_HOME = home;
  try {
    const ours = put(path.relative(home, path.join(cacheDirectory(), "providers/cli.tfrc")));
    expect(choose(false, { TF_CLI_CONFIG_FILE: ours })).toEqual({ kind: "stand-ins" });
  } finally {
    if (before === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = before;
  }
});

test("the engine's file in the home directory, if it says where providers come from", () => {
  const file = put(".terraformrc", "provider_installation {}\n");
  expect(choose(false)).toEqual({ kind: "configured", file, byVariable: false });
  expect(choose(false, { TF_CLI_CONFIG_FILE: "/nowhere" })).toEqual({ kind: "stand-ins" });

  put(".terraformrc", 'plugin_cache_dir = "/tmp"\n');
  expect(choose(false)).toEqual({ kind: "stand-ins" });
});

test("OpenTofu has a file of its own name, which goes first", () => {
  put(".terraformrc", "provider_installation {}\n");
  const file = put(".tofurc", "provider_installation {}\n");
  expect(choose(false, {}, "OpenTofu")).toMatchObject({ file });
  expect(choose(false, {}, "Terraform")).toMatchObject({ file: path.join(home, ".terraformrc") });
});
