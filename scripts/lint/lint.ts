import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Log } from "../../lab/cache";
import { PROJECT } from "../deploy/run";
import { add, NOTHING, Summary } from "../test/summary";
import { Check, checks } from "./checks";

/** Most checks keep one core busy. */
const AT_ONCE = 2;

/** Runs every check, whatever the others find, and shows all findings. */
export async function lint(log: Log, all: readonly Check[] = checks()): Promise<Summary> {
  const waiting = [...all];
  let summary = NOTHING;
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      // Awaited first: the other worker may have added its own meanwhile.
      const result = await resultOf(check, log);
      summary = add(summary, result);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return summary;
}

async function resultOf(check: Check, log: Log): Promise<Summary> {
  const started = Date.now();
  const findings = await findingsOf(check, log);
  const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(8);
  log(`${seconds} s  ${check.name}${findings === undefined ? "" : ": failed"}`);
  if (findings === undefined) return { ...NOTHING, passed: 1 };
  log(findings);
  return { ...NOTHING, failed: 1 };
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
