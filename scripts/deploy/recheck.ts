import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { APPLY_ARGUMENTS, recheckArguments } from "../../cli/recheck";
import { Stack } from "../../cli/stacks";

const OPTION = "--recheck";
/** Where the scripts of `runner/` write down what nodes say that they changed. */
const REPORT = "PVE_WAN_REPORT";

/** Takes our own option out of what goes to cdktf. */
export function takeRecheck(args: readonly string[]): { recheck: boolean; rest: string[] } {
  return { recheck: args.includes(OPTION), rest: args.filter((arg) => arg !== OPTION) };
}

/** A deploy that runs every step again, and what the nodes said while it did. */
export class Recheck {
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), "pve-wan-recheck-"));
  private readonly report = path.join(this.folder, "report");

  /** What cdktf's environment needs beside `env`; arguments that the user has set himself stay. */
  environment(stacks: readonly Stack[], env: NodeJS.ProcessEnv): Record<string, string> {
    const all = [env[APPLY_ARGUMENTS], recheckArguments(stacks)];
    return { [APPLY_ARGUMENTS]: all.filter(Boolean).join(" "), [REPORT]: this.report };
  }

  /** The nodes' own words about what they changed, and whether the last step was reached. */
  result(): RecheckResult {
    return readReport(fs.existsSync(this.report) ? fs.readFileSync(this.report, "utf8") : "");
  }

  forget(): void {
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface Change {
  readonly node: string;
  readonly step: string;
  readonly what: string;
}

export interface RecheckResult {
  readonly changes: readonly Change[];
  /** False where somebody did not approve, or a step failed. */
  readonly complete: boolean;
}

const CHANGED = /^([^\s:]+): ([a-z-]+): changed: (.+)$/;
const VERIFIED = /^[^\s:]+: verify: all \d+ checks passed$/;

export function readReport(report: string): RecheckResult {
  const lines = report.split("\n");
  const changes = lines.flatMap((line) => {
    const [, node, step, what] = CHANGED.exec(line) ?? [];
    return node ? [{ node, step, what }] : [];
  });
  // One node's words come in the order of its steps; nodes that are worked on side by side are told one after the other.
  changes.sort((a, b) => a.node.localeCompare(b.node, "en", { numeric: true }));
  return { changes, complete: lines.some((line) => VERIFIED.test(line)) };
}

/** For the end of a deploy: what had drifted. */
export function summaryOf({ changes, complete }: RecheckResult): string[] {
  const found = changes.map(({ node, step, what }) => `  ${node}  ${step}: ${what}`);
  if (!complete) {
    return [
      "recheck: not every step has run again, see above",
      ...(found.length > 0
        ? ["recheck: so far this had drifted and was put right:", ...found]
        : []),
      "next: do what stands above, then deploy with --recheck again",
    ];
  }
  return found.length > 0
    ? ["recheck: every step has run again; this had drifted and was put right:", ...found]
    : ["recheck: every step has run again; nothing had drifted"];
}
