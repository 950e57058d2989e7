import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import * as ts from "typescript";
import { PROJECT } from "../../../scripts/deploy/run";
import { readmeRecipe } from "../../../scripts/docs/recipe";
import { filesOf, installInto, packInto } from "../../../scripts/lint/tarball";

jest.setTimeout(300_000);

const execute = promisify(execFile);

let folder: string;
let tarball: string;
let project: string;

beforeAll(async () => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "pve-wan-tarball-")));
  project = path.join(folder, "project");
  tarball = await packInto(folder);
  await installInto(project, tarball);
});

afterAll(() => fs.rmSync(folder, { recursive: true }));

test("holds what users need and nothing else", async () => {
  const files = await filesOf(tarball);
  const script = /^dist\/(lib|cli)\/.*(?<!\.test)\.js$/;
  const known = [
    script,
    /^dist\/(lib|cli)\/.*\.d\.ts$/,
    /^(host|runner|page)\//,
    /^docs\//,
    /^(README|API|CHANGELOG)\.md$/,
    /^LICENSE$/,
    /^package\.json$/,
  ];

  expect(files.filter((file) => !known.some((pattern) => pattern.test(file)))).toEqual([]);
  const typed = files.filter((file) => script.test(file));
  expect(files).toEqual(expect.arrayContaining(typed.map((file) => file.replace(/js$/, "d.ts"))));
  expect(files).toEqual(expect.arrayContaining(["dist/lib/index.js", "dist/cli/main.js"]));
});

test("asks for every package that its code or its types name, and for no other", async () => {
  const installed = path.join(project, "node_modules/cdktf-proxmox-wan");
  const manifest = JSON.parse(fs.readFileSync(path.join(installed, "package.json"), "utf8"));
  const sources = (await filesOf(tarball)).filter((file) => /^dist\/.*\.(js|d\.ts)$/.test(file));
  const named = sources.flatMap((file) => {
    const code = fs.readFileSync(path.join(installed, file), "utf8");
    const imports = code.matchAll(
      /\b(?:require(?:\.resolve)?\(|from |import\()"((?:@[^/"]+\/)?[^/".:]+)[^":]*"/g,
    );
    return [...imports].map(([, name]) => name);
  });

  expect([...new Set(named)].sort()).toEqual(
    Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }).sort(),
  );
});

test("holds every script that nodes and runner need", async () => {
  const { stdout } = await execute("git", ["ls-files", "host", "runner"], { cwd: PROJECT });
  const kept = stdout.trim().split("\n");
  expect(kept.length).toBeGreaterThan(20);
  expect(await filesOf(tarball)).toEqual(expect.arrayContaining(kept));
});

test("the README's program makes the plan of main.ts, with plain node and nothing else installed", async () => {
  const app = path.join(project, "app.js");
  fs.writeFileSync(app, ts.transpileModule(readmeRecipe().files["main.ts"], COMMONJS).outputText);

  const [imported, own] = await Promise.all([
    synthesised([app], project),
    synthesised(["-r", "tsx/cjs", path.join(PROJECT, "main.ts")], PROJECT),
  ]);

  expect(Object.keys(imported.resource.null_resource).length).toBeGreaterThan(20);
  expect(imported).toEqual(own);
});

test("an ES module imports it by name", async () => {
  const code = `import { ProxmoxWanCluster, PublicService } from "cdktf-proxmox-wan";
    console.log(typeof ProxmoxWanCluster, PublicService.tcp(80).ports[0]);`;
  const file = path.join(project, "app.mjs");
  fs.writeFileSync(file, code);
  const { stdout } = await execute(process.execPath, [file], { cwd: project });
  expect(stdout).toBe("function 80\n");
});

test("its command runs", async () => {
  const command = path.join(project, "node_modules/cdktf-proxmox-wan/dist/cli/main.js");
  const { stdout } = await execute(process.execPath, [command, "--help"], { cwd: project });
  expect(stdout).toContain("usage: cdktf-proxmox-wan");
});

const COMMONJS = {
  compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
};

interface SynthesisedJson {
  readonly resource: Record<"null_resource", Record<string, object>>;
}

/** What a program makes for Terraform, without what tells of the place where it was made. */
async function synthesised(argv: string[], cwd: string): Promise<SynthesisedJson> {
  const output = fs.mkdtempSync(path.join(folder, "out-"));
  const env = { ...process.env, CDKTF_OUTDIR: output };
  await execute(process.execPath, argv, { cwd, env });
  const [stack] = fs.readdirSync(path.join(output, "stacks"));
  const file = path.join(output, "stacks", stack, "cdk.tf.json");
  const withoutMetadata = (key: string, value: unknown): unknown =>
    key === "//" ? undefined : value;
  const plan = JSON.parse(fs.readFileSync(file, "utf8"), withoutMetadata);
  delete plan.terraform.backend;
  return plan;
}
