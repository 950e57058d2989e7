import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT } from "../deploy/run";
import { blocksOf } from "./blocks";

/** How the documentation tells a user to begin in an empty folder. */
export interface Recipe {
  /** What stands in which file. */
  readonly files: Readonly<Record<string, string>>;
  /** What installs. */
  readonly install: readonly string[];
  /** What deploys and checks, in this order. */
  readonly deploy: readonly string[];
}

const HERE = "    // the lines from above\n";

/** README's section for projects of one's own, with its first lines of code where it says that they belong. */
export function readmeRecipe(): Recipe {
  const readme = read("README.md");
  const recipe = sectionOf("README.md", "In a project of your own");
  const [cluster] = blocksOf({ path: "README.md", text: readme }).filter(
    ({ language }) => language === "ts",
  );
  const main = recipe.files["main.ts"];
  if (!main.includes(HERE)) throw new Error(`README.md: main.ts has no line "${HERE.trim()}"`);
  return { ...recipe, files: { ...recipe.files, "main.ts": main.replace(HERE, cluster.code) } };
}

/** The section for cdktn says what differs. */
export function cdktnRecipe(): Recipe {
  const own = sectionOf("docs/engines.md", "With cdktn");
  return { ...own, files: { ...readmeRecipe().files, ...own.files } };
}

/** Commands are indented; a file is fenced, and the line before says its name in code and ends with a colon. */
function sectionOf(page: string, title: string): Recipe {
  const text = section(read(page), title);
  const lines = text.split("\n");
  const files: Record<string, string> = {};
  const commands: string[] = [];
  for (const { line, language, code } of blocksOf({ path: page, text })) {
    if (language === "") commands.push(...code.trim().split("\n"));
    else {
      const before = lines.slice(0, line - 1).filter(Boolean);
      const [, name] = /`([\w./-]+)`[^`]*:$/.exec(before[before.length - 1] ?? "") ?? [];
      if (!name) throw new Error(`${page}, ${title}: a block without the name of its file`);
      files[name] = code;
    }
  }
  const isInstall = (command: string): boolean => command.startsWith("npm ");
  return {
    files,
    install: commands.filter(isInstall),
    deploy: commands.filter((command) => !isInstall(command)),
  };
}

function section(text: string, title: string): string {
  const [, found] = text.split(`\n## ${title}\n`);
  if (found === undefined) throw new Error(`there is no section "${title}"`);
  return found.split(/^## /m)[0];
}

function read(page: string): string {
  return fs.readFileSync(path.join(PROJECT, page), "utf8");
}
