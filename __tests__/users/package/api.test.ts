import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { ApiType, Assembly } from "../../../scripts/api/assembly-model";
import { idsIn, mayBreak, typeBreaks } from "../../../scripts/api/breaks";
import { constructIds } from "../../../scripts/api/construct-ids";
import { documented } from "../../../scripts/api/documented";
import { apiMarkdown } from "../../../scripts/api/markdown";

const NAME = "cdktf-proxmox-wan";

const ROAD: ApiType = {
  name: "RoadProps",
  fqn: `${NAME}.RoadProps`,
  kind: "interface",
  datatype: true,
  docs: { summary: "A road.", remarks: "It leads\n to Rome." },
  properties: [
    { name: "stones", type: { primitive: "number" }, docs: { summary: "How many." } },
    {
      name: "branches",
      type: { collection: { kind: "array", elementtype: { fqn: `${NAME}.RoadProps` } } },
      optional: true,
      docs: { summary: "Where it parts.", default: "- nowhere" },
    },
  ],
};

function assembly(...types: ApiType[]): Assembly {
  return {
    name: NAME,
    version: "0.1.0",
    types: Object.fromEntries(types.map((type) => [type.fqn, type])),
  };
}

test("props are listed with type, comment and default, required ones first", () => {
  const markdown = apiMarkdown(assembly(ROAD), []);
  expect(markdown).toContain(
    [
      "### RoadProps",
      "",
      "A road. It leads to Rome.",
      "",
      "- **`stones`**: `number`. How many.",
      "- **`branches?`**: [`RoadProps[]`](#roadprops). Where it parts. Default: nowhere.",
    ].join("\n"),
  );
});

test("the construct ids that are listed are found again", () => {
  expect(idsIn(apiMarkdown(assembly(ROAD), ["mesh/gate", "tuning"]))).toEqual([
    "mesh/gate",
    "tuning",
  ]);
  expect(constructIds()).toEqual(expect.arrayContaining(["mesh/gate", "join/node3", "verify"]));
});

test.each([
  ["no comment", { docs: {} }, "RoadProps.branches: no comment"],
  ["no default", { docs: { summary: "x" } }, "RoadProps.branches: no @default"],
])("a prop with %s is a gap", (_, change, gap) => {
  const [stones, branches] = ROAD.properties!;
  const { gaps } = documented(
    assembly({ ...ROAD, properties: [stones, { ...branches, ...change }] }),
  );
  expect(gaps).toContain(gap);
  expect(documented(assembly(ROAD)).gaps).toEqual([]);
});

test.each([
  ["v0.1.0", "0.1.5", false],
  ["v0.1.0", "0.2.0", true],
  ["v1.2.0", "1.3.0", false],
  ["v1.2.0", "2.0.0", true],
])("after %s, version %s may break the API: %s", (released, version, allowed) => {
  expect(mayBreak(released, version)).toBe(allowed);
});

test("a prop that is newly required breaks the API, one that may be left out does not", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pve-wan-api-test-"));
  const written = (name: string, optional: boolean): string => {
    const location = { assembly: NAME, locationInModule: { filename: "road.ts", line: 1 } };
    const properties = [...ROAD.properties!, { name: "lanes", type: { primitive: "number" } }].map(
      (prop) => ({ ...prop, ...location, abstract: true, immutable: true }),
    );
    const props = properties.map((prop) => (prop.name === "lanes" ? { ...prop, optional } : prop));
    const build = {
      ...{ ...location, kind: "class", name: "Road", fqn: `${NAME}.Road` },
      initializer: { parameters: [{ name: "props", type: { fqn: ROAD.fqn } }] },
    };
    const content = {
      ...{ schema: "jsii/0.10.0", name: NAME, version: "0.1.0", description: "x", license: "MIT" },
      ...{ homepage: "x", author: { name: "x", roles: ["author"] }, fingerprint: "x" },
      ...{ repository: { type: "git", url: "x" }, jsiiVersion: "5.9.0", dependencyClosure: {} },
      types: {
        [ROAD.fqn]: {
          ...{ ...ROAD, ...location },
          properties: name === "older" ? props.slice(0, 2) : props,
        },
        [build.fqn]: build,
      },
    };
    const to = path.join(folder, `${name}-${optional}`);
    fs.mkdirSync(to);
    fs.writeFileSync(path.join(to, "package.json"), JSON.stringify({ name: NAME, jsii: {} }));
    fs.writeFileSync(path.join(to, ".jsii"), JSON.stringify(content));
    return to;
  };
  try {
    const older = written("older", true);
    expect(await typeBreaks(older, written("newer", true))).toEqual([]);
    expect(await typeBreaks(older, written("newer", false))).toEqual([
      expect.stringContaining("newly required property 'lanes' added"),
    ]);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}, 60_000);
