import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { PROJECT } from "../deploy/run";

/** The part of package.json that jsii is interested in. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly engines: Record<string, string>;
  readonly dependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}

/**
 * What says nothing about the API: jsii wants the oldest version of each peer installed, and names that keep clear of
 * the reserved words of languages for which nothing is published.
 */
const SILENT = ["metadata/missing-dev-dependency", "language-compatibility/reserved-word"];

/**
 * The public API as jsii sees it: compiles `lib` of `source` in a folder of its own, where `.jsii` then describes it.
 *
 * jsii compiles only what a typed language could import, which makes it a strict judge of an API. The published package is
 * plain TypeScript's work: what jsii wants in a manifest is written here and nowhere else.
 */
export async function assemble(folder: string, source = PROJECT): Promise<string> {
  const manifest = JSON.parse(
    fs.readFileSync(path.join(source, "package.json"), "utf8"),
  ) as Manifest;
  const { name, version, description, license, engines } = manifest;
  const { dependencies, peerDependencies, devDependencies } = manifest;
  fs.mkdirSync(folder, { recursive: true });
  fs.cpSync(path.join(source, "lib"), path.join(folder, "lib"), { recursive: true });
  fs.writeFileSync(path.join(folder, "README.md"), `# ${name}\n`);
  fs.symlinkSync(path.join(PROJECT, "node_modules"), path.join(folder, "node_modules"));
  const jsiiManifest = {
    ...{ name, version, description, license, engines },
    ...{ dependencies, peerDependencies, devDependencies },
    // They are no jsii modules; none of their types is part of the API.
    bundledDependencies: Object.keys(dependencies),
    main: "lib/index.js",
    types: "lib/index.d.ts",
    author: { name, url: "https://example.com" },
    repository: { type: "git", url: "https://example.com/repository.git" },
    jsii: { outdir: "bindings", targets: {} },
  };
  fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify(jsiiManifest, undefined, 2));
  await jsii(folder);
  return folder;
}

async function jsii(folder: string): Promise<void> {
  const program = path.join(PROJECT, "node_modules/jsii/bin/jsii");
  const options = ["--generate-tsconfig", "tsconfig.jsii.json", "--fail-on-warnings"];
  const silent = SILENT.flatMap((warning) => ["--silence-warnings", warning]);
  try {
    await promisify(execFile)(process.execPath, [program, ...options, ...silent], {
      cwd: folder,
      // What our own package needs of Node.js is said in its manifest.
      env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: "1" },
    });
  } catch (error) {
    const { stdout = "", stderr = "", message } = error as Error & Record<string, string>;
    throw new Error(`jsii finds fault with the public API\n${stdout}${stderr || message}`);
  }
}
