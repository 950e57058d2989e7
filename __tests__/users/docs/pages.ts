import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "../../../scripts/docs/blocks";

export const ROOT = join(__dirname, "../../..");

/** Every page that people read, API.md and CHANGELOG.md aside. */
export function pages(): Page[] {
  const found = [
    ...["README.md", "CONTRIBUTING.md", "lab/README.md", "examples/README.md"],
    ...markdownBelow("docs"),
  ];
  return found.map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
}

function markdownBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`)
    .sort();
}

/** The text without fenced and indented code and without code spans: what is a link there is none. */
export function prose(text: string): string {
  return text
    .replace(/^```[\s\S]*?^```/gm, "")
    .replace(/^ {4}.*$/gm, "")
    .replace(/`[^`\n]*`/g, "code");
}

/** Fenced blocks of a language. */
export function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
    ([, code]) => code,
  );
}

/** Anchors of a page as GitHub makes them. */
export function anchors(text: string): string[] {
  return [...text.replace(/^```[\s\S]*?^```/gm, "").matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replace(/ /g, "-"),
  );
}

/** Code spans of the first column of every table whose first column is called "message". */
export function messages(text: string): string[] {
  const found: string[] = [];
  let inside = false;
  for (const line of text.split("\n")) {
    if (/^\|\s*message\s*\|/.test(line)) inside = true;
    else if (!line.startsWith("|")) inside = false;
    else if (inside) {
      const span = /^\|\s*`([^`]+)`/.exec(line);
      if (span) found.push(span[1]);
      else if (!/^\|[\s:-]+\|/.test(line)) found.push(line);
    }
  }
  return found;
}
