import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Log } from "../../lab/cache";
import { PROJECT } from "../deploy/run";
import { NOTHING, Summary } from "../test/summary";
import { Check, checks } from "./checks";

/** Runs every check, whatever the others find, and shows all findings. */
export async function lint(log: Log): Promise<Summary> {
  let summary = NOTHING;
  for (const check of checks()) {
    const started = Date.now();
    const findings = await findingsOf(check, log);
    const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(8);
    if (findings === undefined) {
      log(`${seconds} s  ${check.name}`);
      summary = { ...summary, passed: summary.passed + 1 };
    } else {
      log(`${seconds} s  ${check.name}: failed`);
      log(findings);
      summary = { ...summary, failed: summary.failed + 1 };
    }
  }
  return summary;
}

async function findingsOf(check: Check, log: Log): Promise<string | undefined> {
  try {
    const [program, ...args] = await check.argv(log);
    const options = { cwd: check.cwd ?? PROJECT, maxBuffer: Infinity };
    const { stdout } = await promisify(execFile)(program, args, options);
    return check.mustBeSilent && stdout.trim() !== "" ? stdout : undefined;
  } catch (error) {
    const { stdout = "", stderr = "", message } = error as Error & Partial<Output>;
    return `${stdout}${stderr}`.trimEnd() || message;
  }
}

interface Output {
  readonly stdout: string;
  readonly stderr: string;
}
