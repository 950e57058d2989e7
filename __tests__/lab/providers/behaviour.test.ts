import * as fs from "node:fs";
import { Workspace } from "./workspace";

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.create();
}, 300_000);
beforeEach(() => workspace.forget());
afterAll(() => workspace?.remove());
jest.setTimeout(120_000);

const mode = (file: string) => fs.statSync(file).mode & 0o777;

describe("local_file", () => {
  const file = (attributes: object = {}) => ({
    local_file: { it: { filename: workspace.path("new/place/it.conf"), ...attributes } },
  });

  test("makes directory and file with the modes asked for, and finds nothing to do then", async () => {
    workspace.write(
      file({ content: "text\n", file_permission: "0600", directory_permission: "0700" }),
    );
    await workspace.apply();

    expect(fs.readFileSync(workspace.path("new/place/it.conf"), "utf8")).toBe("text\n");
    expect(mode(workspace.path("new/place/it.conf"))).toBe(0o600);
    expect(mode(workspace.path("new/place"))).toBe(0o700);
    expect(await workspace.state("local_file.it")).toMatchObject({
      id: "aa785adca3fcdfe1884ae840e13c6d294a2414e8",
    });
    expect(await workspace.planned()).toEqual({});
  });

  test("by default leaves the modes to umask", async () => {
    workspace.write(file({ content: "text\n" }));
    await workspace.apply();

    const expected = 0o777 & ~process.umask();
    expect(mode(workspace.path("new/place/it.conf"))).toBe(expected);
    expect(await workspace.state("local_file.it")).toMatchObject({ file_permission: "0777" });
  });

  test.each<[string, (name: string) => void]>([
    ["deleted", (name) => fs.rmSync(name)],
    ["changed", (name) => fs.appendFileSync(name, "more\n")],
  ])("makes a %s file again", async (_, spoil) => {
    workspace.write(file({ content: "text\n" }));
    await workspace.apply();

    spoil(workspace.path("new/place/it.conf"));

    expect(await workspace.planned()).toEqual({ "local_file.it": ["create"] });
    await workspace.apply();
    expect(fs.readFileSync(workspace.path("new/place/it.conf"), "utf8")).toBe("text\n");
    expect(await workspace.planned()).toEqual({});
  });

  test.each([
    ["content", { content: "other\n" }],
    ["file_permission", { content: "text\n", file_permission: "0644" }],
    ["directory_permission", { content: "text\n", directory_permission: "0755" }],
  ])(
    "is replaced when %s changes, and gone when it leaves the configuration",
    async (_, change) => {
      workspace.write(file({ content: "text\n" }));
      await workspace.apply();

      workspace.write(file(change));
      expect(await workspace.planned()).toEqual({ "local_file.it": ["delete", "create"] });

      workspace.write({});
      await workspace.apply();
      expect(fs.existsSync(workspace.path("new/place/it.conf"))).toBe(false);
    },
  );

  test("refuses a bad mode, two contents and none", async () => {
    workspace.write(file({ content: "text\n", file_permission: "0999" }));
    expect(await workspace.refused("validate")).toContain("bad mode permission");
    workspace.write(file({ content: "text\n", content_base64: "dGV4dAo=" }));
    expect(await workspace.refused("validate")).toContain("Invalid Attribute Combination");
    workspace.write(file({ content: undefined }));
    expect(await workspace.refused("validate")).toContain("Invalid Attribute Combination");
  });
});

describe("null_resource", () => {
  const resources = (triggers: object) => ({
    null_resource: {
      step: { triggers },
      after: { triggers: { step: "${null_resource.step.id}" } },
      apart: {},
    },
  });

  test("keeps its id until a trigger changes, and then takes with it what hangs on its id", async () => {
    workspace.write(resources({ Host: "a" }));
    await workspace.apply();
    const { id } = await workspace.state("null_resource.step");
    expect(id).toMatch(/^\d+$/);
    expect(await workspace.planned()).toEqual({});

    workspace.write(resources({ Host: "b" }));
    expect(await workspace.planned()).toEqual({
      "null_resource.after": ["delete", "create"],
      "null_resource.step": ["delete", "create"],
    });
    await workspace.apply();
    expect((await workspace.state("null_resource.step")).id).not.toBe(id);
    expect(await workspace.planned()).toEqual({});
  });

  test("takes a null trigger for none", async () => {
    workspace.write({ null_resource: { step: { triggers: { a: "1" } } } });
    await workspace.apply();
    workspace.write({ null_resource: { step: { triggers: { a: "1", b: null } } } });
    expect(await workspace.planned()).toEqual({ "null_resource.step": ["update"] });
    workspace.write({ null_resource: { step: { triggers: { a: null } } } });
    expect(await workspace.planned()).toEqual({ "null_resource.step": ["delete", "create"] });
  });
});

describe("random_bytes", () => {
  const bytes = (attributes: object) => ({ random_bytes: { key: { length: 32, ...attributes } } });

  test("makes bytes once, until a keeper changes", async () => {
    workspace.write(bytes({ keepers: { rotation: "1" } }));
    await workspace.apply();
    const before = await workspace.state("random_bytes.key");
    expect(Buffer.from(before.base64 as string, "base64")).toHaveLength(32);
    expect(Buffer.from(before.hex as string, "hex").toString("base64")).toBe(before.base64);
    expect(Object.keys(before)).not.toContain("id");
    expect(await workspace.planned()).toEqual({});

    workspace.write(bytes({ keepers: { rotation: "2" } }));
    expect(await workspace.planned()).toEqual({ "random_bytes.key": ["delete", "create"] });
    await workspace.apply();
    expect((await workspace.state("random_bytes.key")).base64).not.toBe(before.base64);
  });

  test("hides the bytes from all output, and from outputs that are not sensitive", async () => {
    workspace.write(bytes({}), { key: { value: "${random_bytes.key.base64}", sensitive: true } });
    const { stdout, stderr } = await workspace.apply();
    const shown = await workspace.engine("show", "-no-color");
    const { base64, hex } = await workspace.state("random_bytes.key");
    for (const secret of [base64, hex] as string[]) {
      expect(stdout + stderr + shown.stdout).not.toContain(secret);
    }
    expect(shown.stdout).toContain("(sensitive value)");

    workspace.write(bytes({}), { key: { value: "${random_bytes.key.base64}" } });
    expect(await workspace.refused("plan")).toContain("Output refers to sensitive values");
  });

  test("refuses no bytes at all", async () => {
    workspace.write(bytes({ length: 0 }));
    expect(await workspace.refused("validate")).toContain("at least 1");
  });
});

describe("data.external", () => {
  const asked = (...program: string[]) =>
    workspace.write(
      {},
      { said: { value: "${data.external.it.result}" } },
      { external: { it: { program, query: { name: "node1" } } } },
    );

  test("gives a program its query, and takes an object of strings", async () => {
    asked("env", "", "GREETING=good day", "bash", "-c", 'printf \'{"said":"%s"}\' "$GREETING"');
    await workspace.apply();
    expect((await workspace.state("data.external.it")).result).toEqual({ said: "good day" });
    asked("cat");
    await workspace.apply();
    expect((await workspace.state("data.external.it")).result).toEqual({ name: "node1" });
  });

  test("shows what a program says that fails", async () => {
    asked("bash", "-c", "echo node1 is off >&2; exit 3");
    expect(await workspace.refused("plan")).toContain("node1 is off");
  });
});
