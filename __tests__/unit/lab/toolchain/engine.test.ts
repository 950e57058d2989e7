import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { installedEngine } from "../../../../lab/toolchain/engine";
import { findGo } from "../../../../lab/toolchain/go";

let bin: string;
beforeEach(() => (bin = fs.mkdtempSync(path.join(os.tmpdir(), "bin-"))));
afterEach(() => fs.rmSync(bin, { recursive: true }));

function program(name: string, output: string, status = 0): string {
  const file = path.join(bin, name);
  fs.writeFileSync(file, `#!/bin/sh\necho '${output}'\nexit ${status}\n`, { mode: 0o755 });
  return file;
}

test("Terraform goes before OpenTofu", async () => {
  const binary = program("terraform", "Terraform v1.10.0");
  program("tofu", "OpenTofu v1.11.0");
  const found = await installedEngine({ PATH: bin });
  expect(found).toEqual({ binary, product: "Terraform", version: "1.10.0" });
});

test("an old or broken Terraform is passed over for OpenTofu", async () => {
  const binary = program("tofu", "OpenTofu v1.11.0");
  program("terraform", "Terraform v1.9.8");
  expect(await installedEngine({ PATH: bin })).toMatchObject({ binary });
  program("terraform", "cannot execute", 126);
  expect(await installedEngine({ PATH: bin })).toMatchObject({ binary });
});

test("OpenTofu must be newer than Terraform, to have ephemeral variables", async () => {
  program("tofu", "OpenTofu v1.10.7");
  expect(await installedEngine({ PATH: bin })).toBeUndefined();
  expect(await installedEngine({ PATH: "" })).toBeUndefined();
});

test("TERRAFORM_BINARY_NAME goes before all, and must be fit", async () => {
  program("terraform", "Terraform v1.11.4");
  const binary = program("other", "OpenTofu v1.12.6");
  const env = (name: string) => ({ PATH: bin, TERRAFORM_BINARY_NAME: name });
  expect(await installedEngine(env("other"))).toMatchObject({ binary, product: "OpenTofu" });
  expect(await installedEngine(env(binary))).toMatchObject({ binary });

  program("old", "Terraform v1.5.7");
  await expect(installedEngine(env("old"))).rejects.toThrow(
    `${bin}/old is Terraform 1.5.7; Terraform >= 1.10 or OpenTofu >= 1.11 is needed`,
  );
  await expect(installedEngine(env("missing"))).rejects.toThrow("TERRAFORM_BINARY_NAME=missing");
});

test("Go is found, or what is wrong with it is said", async () => {
  const file = program("go", "go version go1.26.8 linux/amd64");
  expect(await findGo({ PATH: bin })).toEqual({ program: file });
  program("go", "go version go1.25.1 linux/amd64");
  expect(await findGo({ PATH: bin })).toEqual({
    missing: `Go >= 1.26: ${file} is go version go1.25.1 linux/amd64`,
  });
  expect(await findGo({ PATH: "" })).toEqual({ missing: "Go >= 1.26 is not on PATH" });
});
