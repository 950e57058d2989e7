import { cdktnRecipe, readmeRecipe } from "../../../scripts/docs/recipe";
import { comparable } from "../../../scripts/engines/synth";

test("README's recipe is whole: what installs, what deploys, and a program", () => {
  const { files, install, deploy } = readmeRecipe();
  expect(Object.keys(files).sort()).toEqual(["cdktf.json", "main.ts"]);
  expect(files["main.ts"]).toMatch(/new ProxmoxWanCluster\(this, [^]*app\.synth\(\)/);
  expect(install.every((command) => command.startsWith("npm "))).toBe(true);
  expect(install.join("\n")).toContain("npm install cdktf-proxmox-wan ");
  expect(deploy).toEqual(["npx cdktf deploy", "npx cdktf-proxmox-wan verify"]);
});

test("with cdktn the same program is installed and deployed in another way", () => {
  const { files, install, deploy } = cdktnRecipe();
  expect(files["main.ts"]).toBe(readmeRecipe().files["main.ts"]);
  expect(JSON.parse(files["package.json"])).toMatchObject({
    dependencies: { cdktf: expect.stringMatching(/^npm:cdktn@/) },
  });
  expect(install).toEqual(["npm install"]);
  expect(deploy).toEqual(["npx cdktn deploy", "npx cdktf-proxmox-wan verify"]);
});

test("stacks are compared without the version and the state's path, and with everything else", () => {
  const stack = (version: string, path: string, name = "a"): string =>
    JSON.stringify({
      "//": { metadata: { version, stackName: name } },
      terraform: { backend: { local: { path } } },
    });
  expect(comparable(stack("0.21.0", "/one"))).toBe(comparable(stack("0.24.0", "/two")));
  expect(comparable(stack("0.21.0", "/one"))).not.toBe(comparable(stack("0.21.0", "/one", "b")));
});
