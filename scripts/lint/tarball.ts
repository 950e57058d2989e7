import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { PROJECT } from "../deploy/run";

const execute = promisify(execFile);

/** What npm packs whatever `files` says. */
const ALWAYS = ["package.json", "README.md", "LICENSE"];

interface Manifest {
  readonly files: readonly string[];
}

/**
 * The package as `npm pack` makes it, built in a folder of its own: the project's `dist` may be in use, or be of another day.
 *
 * @returns the tarball's path
 */
export async function packInto(folder: string): Promise<string> {
  const stage = path.join(folder, "stage");
  const dist = path.join(stage, "dist");
  await execute(process.execPath, [
    path.join(PROJECT, "node_modules/typescript/bin/tsc"),
    ...["-p", path.join(PROJECT, "tsconfig.build.json"), "--outDir", dist],
    // Types are looked at by a check of their own.
    "--noCheck",
  ]);
  const manifest = path.join(PROJECT, "package.json");
  const { files } = JSON.parse(fs.readFileSync(manifest, "utf8")) as Manifest;
  for (const name of [...ALWAYS, ...files.filter((file) => !file.startsWith("dist/"))]) {
    fs.cpSync(path.join(PROJECT, name), path.join(stage, name), { recursive: true });
  }
  await execute("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: stage });
  const [tarball] = fs.readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  return path.join(folder, tarball);
}

/** Every file of a tarball, without npm's own folder `package/`. */
export async function filesOf(tarball: string): Promise<string[]> {
  const { stdout } = await execute("tar", ["-tzf", tarball], { maxBuffer: Infinity });
  const names = stdout.split("\n").filter((name) => name !== "" && !name.endsWith("/"));
  return names.map((name) => name.replace(/^package\//, "")).sort();
}

/**
 * An otherwise empty project that has the package installed. What the package asks for is linked, and nothing else is there: what it
 * uses without asking is not found.
 */
export async function installInto(project: string, tarball: string): Promise<void> {
  const modules = path.join(project, "node_modules");
  const installed = path.join(modules, "cdktf-proxmox-wan");
  fs.mkdirSync(installed, { recursive: true });
  await execute("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
  const manifest = path.join(installed, "package.json");
  const { dependencies, peerDependencies } = JSON.parse(
    fs.readFileSync(manifest, "utf8"),
  ) as Record<"dependencies" | "peerDependencies", Record<string, string>>;
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    const link = path.join(modules, name);
    fs.mkdirSync(path.dirname(link), { recursive: true });
    fs.symlinkSync(path.join(PROJECT, "node_modules", name), link);
  }
}
