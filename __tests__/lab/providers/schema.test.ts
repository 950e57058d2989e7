import { App, Testing } from "cdktf";
import { DataExternal } from "@cdktf/provider-external/lib/data-external";
import { ExternalProvider } from "@cdktf/provider-external/lib/provider";
import { Bytes } from "@cdktf/provider-random/lib/bytes";
import { File } from "@cdktf/provider-local/lib/file";
import { LocalProvider } from "@cdktf/provider-local/lib/provider";
import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { Resource } from "@cdktf/provider-null/lib/resource";
import { TerraformStack } from "cdktf";
import { providerVersions } from "../../../lab/toolchain/stand-ins";
import { Attribute, attributesOfBinding } from "./bindings";
import { Workspace } from "./workspace";

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
}, 300_000);
afterAll(() => workspace?.remove());

type SchemaAttribute = Partial<Attribute> & { sensitive?: boolean };

test.each([
  [
    "external",
    DataExternal.tfResourceType,
    "@cdktf/provider-external/lib/data-external",
    ["program", "result"],
    [],
  ],
  ["null", Resource.tfResourceType, "@cdktf/provider-null/lib/resource", ["id", "triggers"], []],
  [
    "local",
    File.tfResourceType,
    "@cdktf/provider-local/lib/file",
    ["filename", "content", "file_permission", "directory_permission", "id", "content_sha256"],
    ["sensitive_content"],
  ],
  [
    "random",
    Bytes.tfResourceType,
    "@cdktf/provider-random/lib/bytes",
    ["length", "keepers", "base64", "hex"],
    ["base64", "hex"],
  ],
])("%s: the schema of %s is the one that %s was generated from", async (...given) => {
  const [provider, type, binding, someNames, sensitiveNames] = given;
  // GIVEN what the binding declares; that it was understood is seen by names that must be there
  const declared = attributesOfBinding(binding);
  expect(Object.keys(declared)).toEqual(expect.arrayContaining(someNames));

  // WHEN
  const schema: Record<string, SchemaAttribute> = await workspace.schema(provider, type);

  // THEN
  const flags = Object.entries(schema).map(([name, attribute]) => [name, comparable(attribute)]);
  expect(Object.fromEntries(flags)).toEqual(declared);
  const sensitive = Object.keys(schema).filter((name) => schema[name].sensitive);
  expect(sensitive.sort()).toEqual(sensitiveNames);
});

test("the versions in the mirror are those that the bindings ask for", () => {
  const stack = new TerraformStack(new App(), "stack");
  new NullProvider(stack, "null");
  new ExternalProvider(stack, "external");
  new LocalProvider(stack, "local");
  new RandomProvider(stack, "random");

  const { required_providers } = JSON.parse(Testing.synth(stack)).terraform;

  const asked = Object.entries(required_providers as Record<string, { version: string }>);
  expect(providerVersions()).toEqual(
    asked.map(([name, { version }]) => ({ name, version })).sort(byName),
  );
});

function comparable({ type, required, optional, computed }: SchemaAttribute): Attribute {
  return { type: type!, required: !!required, optional: !!optional, computed: !!computed };
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}
