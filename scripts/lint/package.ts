import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { PROJECT } from "../deploy/run";
import { main, say } from "../script";
import { importErrors } from "./import-errors";
import { installInto, packInto } from "./tarball";

/** What is wrong with the package as npm packs it: its manifest, its types, and how TypeScript and Node find them. */
main(async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pve-wan-package-"));
  try {
    const tarball = await packInto(folder);
    const findings = [
      ...(await findingsOf("publint/src/cli.js", "run", tarball, "--strict")),
      ...(await findingsOf("@arethetypeswrong/cli/dist/index.js", tarball, "--no-emoji")),
    ];
    const project = path.join(folder, "project");
    await installInto(project, tarball);
    findings.push(...importErrors(project));
    findings.forEach(say);
    return findings.length === 0 ? 0 : 1;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

async function findingsOf(program: string, ...args: string[]): Promise<string[]> {
  try {
    const script = path.join(PROJECT, "node_modules", program);
    await promisify(execFile)(process.execPath, [script, ...args]);
    return [];
  } catch (error) {
    const { stdout = "", stderr = "", message } = error as Error & Record<string, string>;
    return [`${stdout}${stderr}`.trimEnd() || message];
  }
}
