import * as fs from "node:fs";
import * as path from "node:path";
import { cacheDirectory } from "../../../lab/cache";
import { wholeLines } from "../results";
import { Kind } from "./ruleset";

/** One ruleset that was tried. */
export interface LockoutResult {
  readonly ruleset: string;
  readonly kind: Kind;
  readonly pve: 8 | 9;
  /** YYYY-MM-DD */
  readonly date: string;
  /** The version of the sources. */
  readonly commit: string;
  /** Whether Terraform brought it, or only the script that Terraform calls. */
  readonly by: "confirm.sh" | "deploy";
  /** That the runner was cut off, or that nft refused the ruleset; without it the ruleset does not count. */
  readonly effect?: "cut off" | "refused";
  /** Why it does not count. */
  readonly notRun?: string;
  /** From the moment at which the ruleset was in force to the rollback, by the node's clock. */
  readonly secondsUntilRollback?: number;
  /** To a new login from the runner. */
  readonly secondsUntilBack?: number;
  /** There was no new login, not even long after the deadline. */
  readonly lockedOut: boolean;
  /** What was not as it must be afterwards. */
  readonly problems: readonly string[];
  /** What the deploy ended with. */
  readonly screen: readonly string[];
}

/** Whether the runner got back in, to a node as it was before, and was told why. */
export function isSound({ effect, lockedOut, problems }: LockoutResult): boolean {
  return effect !== undefined && !lockedOut && problems.length === 0;
}

export function lockoutFile(): string {
  return path.join(cacheDirectory(), "faults", "firewall.jsonl");
}

/** The last result of each ruleset on each release. */
export function readLockouts(file = lockoutFile()): LockoutResult[] {
  if (!fs.existsSync(file)) return [];
  const last = new Map<string, LockoutResult>();
  for (const line of wholeLines(fs.readFileSync(file, "utf8"))) {
    const result = JSON.parse(line) as LockoutResult;
    last.set(`${result.ruleset} ${result.pve}`, result);
  }
  return [...last.values()];
}
