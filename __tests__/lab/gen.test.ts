import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { run } from "../../lab/command";
import { toolchain } from "../../lab/toolchain";

const root = path.resolve(__dirname, "../..");

test("`cdktf get` makes of the local module what .gen holds", async () => {
  // GIVEN a copy of the project without .gen: the real one may be read by another test at this moment
  const { env } = await toolchain(console.log);
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), "gen-"));
  try {
    for (const name of ["package.json", "cdktf.json", "examples"]) {
      fs.cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
    }
    fs.symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));

    // WHEN
    const cdktf = path.join(root, "node_modules/.bin/cdktf");
    await run([cdktf, "get"], { cwd: copy, env: { ...process.env, ...env } });

    // THEN
    const made = filesOf(path.join(copy, ".gen"));
    expect(Object.keys(made)).toContain("modules/servers.ts");
    expect(made).toEqual(filesOf(path.join(root, ".gen")));
  } finally {
    fs.rmSync(copy, { recursive: true });
  }
}, 120_000);

function filesOf(directory: string): Record<string, string> {
  const entries = fs.readdirSync(directory, { recursive: true, encoding: "utf8" }).sort();
  const files = entries.filter((name) => fs.statSync(path.join(directory, name)).isFile());
  return Object.fromEntries(
    files.map((name) => [name, fs.readFileSync(path.join(directory, name), "utf8")]),
  );
}
