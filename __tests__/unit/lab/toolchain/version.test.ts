import { atLeast, parseEngineVersion, parseGoVersion } from "../../../../lab/toolchain/version";

test.each([
  ["Terraform v1.11.4\non linux_amd64\n", "Terraform", [1, 11, 4]],
  ["OpenTofu v1.12.6\non linux_amd64\n", "OpenTofu", [1, 12, 6]],
  ["Terraform v1.12.0-beta1\non darwin_arm64\n", "Terraform", [1, 12, 0]],
  ["\nYour version is out of date!\nTerraform v1.5.7\n", "Terraform", [1, 5, 7]],
])("reads the version of the engine from %j", (output, product, version) => {
  expect(parseEngineVersion(output)).toEqual({ product, version });
});

test("does not take something else for an engine", () => {
  expect(parseEngineVersion("Packer v1.11.2")).toBeUndefined();
  expect(parseEngineVersion("")).toBeUndefined();
});

test.each([
  ["go version go1.26.8 linux/amd64", [1, 26, 8]],
  ["go version go1.26 darwin/arm64", [1, 26, 0]],
  ["go version go1.27rc1 linux/amd64", [1, 27, 0]],
])("reads the version of Go from %j", (output, version) => {
  expect(parseGoVersion(output)).toEqual(version);
});

test.each([
  [[1, 10, 0], true],
  [[1, 10, 5], true],
  [[1, 9, 99], false],
  [[2, 0, 0], true],
  [[0, 99, 0], false],
] as const)("%j is at least 1.10.0: %s", (version, expected) => {
  expect(atLeast(version, [1, 10, 0])).toBe(expected);
});
