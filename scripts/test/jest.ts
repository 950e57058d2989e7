import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { PROJECT, runHere } from "../deploy/run";
import { JestReport, Summary, summarise } from "./summary";

export interface JestRun {
  readonly summary: Summary;
  readonly report?: JestReport;
}

const JEST = path.join(PROJECT, "node_modules/jest/bin/jest.js");

/** Runs some of jest's projects, as a process of its own so that its open ends are not ours. */
export async function jest(
  projects: readonly string[],
  options: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<JestRun> {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "pve-wan-test-"));
  const file = path.join(directory, "report.json");
  try {
    const { code } = await runHere(
      [
        process.execPath,
        JEST,
        "--selectProjects",
        ...projects,
        "--json",
        `--outputFile=${file}`,
        ...options,
      ],
      { env, capture: true },
    );
    const report = fs.existsSync(file)
      ? (JSON.parse(fs.readFileSync(file, "utf8")) as JestReport)
      : undefined;
    return { summary: summarise(projects.join(" and "), report, code), report };
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
}
