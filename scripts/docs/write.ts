import * as fs from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import { PROJECT } from "../deploy/run";
import { replaceSection } from "./markdown";

/** Writes a page of docs/, as prettier would leave it. */
export async function writePage(name: string, text: string): Promise<void> {
  const file = path.join(PROJECT, "docs", name);
  const config = (await resolveConfig(file)) ?? {};
  fs.writeFileSync(file, await format(text, { ...config, parser: "markdown" }));
}

/** Puts figures between the marks of their section of a page of docs/. */
export async function writeSection(
  name: string,
  section: string,
  lines: readonly string[],
): Promise<void> {
  const page = fs.readFileSync(path.join(PROJECT, "docs", name), "utf8");
  await writePage(name, replaceSection(page, section, lines));
}
