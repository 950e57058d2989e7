import * as fs from "node:fs";
import * as path from "node:path";
import { cacheDirectory } from "../../lab/cache";
import { run } from "../../lab/command";
import { packInto } from "../lint/tarball";
import { cdktnRecipe, readmeRecipe, Recipe } from "../docs/recipe";

export const LIBRARIES = ["cdktf", "cdktn"] as const;
export type Library = (typeof LIBRARIES)[number];

/** A project of its own that has followed a recipe, and can be deployed. */
export interface Project {
  readonly library: Library;
  readonly directory: string;
  readonly recipe: Recipe;
  readonly secondsToInstall: number;
  /** Of the library and of its command. */
  readonly version: string;
}

/** Follows the recipe of a library in an empty folder; of the package it takes what `npm pack` makes of these sources. */
export async function followRecipe(
  library: Library,
  say: (line: string) => void,
): Promise<Project> {
  const directory = path.join(engineTests(), library);
  fs.rmSync(directory, { recursive: true, force: true });
  fs.mkdirSync(directory, { recursive: true });
  const packed = path.join(engineTests(), `${library}-package`);
  fs.rmSync(packed, { recursive: true, force: true });
  fs.mkdirSync(packed);
  const tarball = await packInto(packed);

  const recipe = library === "cdktf" ? readmeRecipe() : cdktnRecipe();
  for (const [name, text] of Object.entries(recipe.files)) {
    fs.writeFileSync(
      path.join(directory, name),
      text.replace(/("cdktf-proxmox-wan": )"[^"]*"/, `$1${JSON.stringify(`file:${tarball}`)}`),
    );
  }
  const began = Date.now();
  for (const command of recipe.install) {
    say(`${library}: ${command}`);
    const words = command.replace(/ cdktf-proxmox-wan(?=\s|$)/, ` ${tarball}`);
    await run(["bash", "-c", words], { cwd: directory }, command);
  }
  const secondsToInstall = (Date.now() - began) / 1000;
  const manifest = path.join(directory, "node_modules/cdktf/package.json");
  const { version } = JSON.parse(fs.readFileSync(manifest, "utf8")) as { version: string };
  return { library, directory, recipe, secondsToInstall, version };
}

/** The state of a deploy before: another engine begins anew. */
export function forgetState({ directory }: Project): void {
  const states = fs.readdirSync(directory).filter((name) => name.includes(".tfstate"));
  for (const name of [...states, "cdktf.out"]) {
    fs.rmSync(path.join(directory, name), { recursive: true, force: true });
  }
}

export function engineTests(): string {
  return path.join(cacheDirectory(), "engine-tests");
}
