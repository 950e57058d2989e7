import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { PROJECT } from "../deploy/run";
import { assemble } from "./assembly";
import { ID_LINE } from "./markdown";

const execute = promisify(execFile);

/** The last release that git knows, or nothing before the first. */
export async function lastRelease(): Promise<string | undefined> {
  const { stdout } = await git("tag", "--list", "v*", "--sort=-version:refname");
  return stdout.split("\n").find((tag) => /^v\d+\.\d+\.\d+$/.test(tag));
}

/** Semantic versioning: a new major version may break the API; before 1.0.0 a new minor one may. */
export function mayBreak(released: string, version: string): boolean {
  const [before, now] = [released.replace(/^v/, ""), version].map((one) => one.split("."));
  if (before[0] !== now[0]) return true;
  return now[0] === "0" && before[1] !== now[1];
}

/** What users of an older state of the API, named as git names it, would have to change. */
export async function breaksSince(
  reference: string,
  assembled: string,
  ids: readonly string[],
  work: string,
): Promise<string[]> {
  const source = path.join(work, "source");
  fs.mkdirSync(source);
  const archive = path.join(work, "source.tar");
  await git("archive", "--output", archive, reference, "lib", "package.json", "API.md");
  await execute("tar", ["-xf", archive, "-C", source]);
  const older = await assemble(path.join(work, "older"), source);
  const documentedIds = idsIn(fs.readFileSync(path.join(source, "API.md"), "utf8"));
  return [
    ...(await typeBreaks(older, assembled)),
    ...documentedIds.filter((id) => !ids.includes(id)).map((id) => `construct id ${id} is gone`),
  ];
}

/** The construct ids that an API.md lists. */
export function idsIn(markdown: string): string[] {
  return markdown.split("\n").flatMap((line) => ID_LINE.exec(line)?.[1] ?? []);
}

const FINDING = /^err\s+- (.*)$/;

/** jsii-diff's findings, one a line; it ends with 1 when there are any. */
export async function typeBreaks(older: string, newer: string): Promise<string[]> {
  const program = path.join(PROJECT, "node_modules/jsii-diff/bin/jsii-diff");
  try {
    await execute(process.execPath, [program, older, newer, "--error-on=all"], {
      maxBuffer: Infinity,
    });
    return [];
  } catch (error) {
    const { stdout = "", stderr = "" } = error as Record<string, string>;
    const findings = `${stdout}\n${stderr}`
      .split("\n")
      .flatMap((line) => FINDING.exec(line)?.[1] ?? []);
    if (findings.length === 0) throw error;
    return findings;
  }
}

function git(...args: string[]): Promise<{ stdout: string }> {
  return execute("git", args, { cwd: PROJECT, maxBuffer: Infinity });
}
