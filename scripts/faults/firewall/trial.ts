import { leftovers } from "../leftovers";
import { Kind } from "./ruleset";
import { LockoutResult } from "./results";
import { Subject } from "./subject";

/** What brings a ruleset to a node: its exit code, and what its reader sees last. */
export type Deploy = () => Promise<{ readonly code: number; readonly screen: readonly string[] }>;

export interface Trial {
  readonly name: string;
  readonly kind: Kind;
  readonly subject: Subject;
  readonly sshPort: number;
  readonly refused: boolean;
  readonly confirmSeconds: number;
  readonly deploy: Deploy;
}

export type Outcome = Pick<
  LockoutResult,
  | "effect"
  | "notRun"
  | "secondsUntilRollback"
  | "secondsUntilBack"
  | "lockedOut"
  | "problems"
  | "screen"
>;

/** For the rollback itself, and for the next try to log in; a login may besides take as long as it did before. */
const MARGIN_SECONDS = 5;
/** How much later a login is still looked for, to tell a late one from none. */
const PATIENCE_SECONDS = 60;
const CLEAN_SECONDS = 10;

/** Ends when a ruleset on trial is in force, or when nobody waits for it any more. */
const WATCH = `while [ -e /run/firewall-watch ]; do
    if grep -qsx pending /run/pve-wan/firewall/*/state; then
      flock -w 30 /run/lock/pve-wan-firewall.lock true && date +%s.%N
      exit
    fi
    sleep 0.1
  done`;

/** Brings a ruleset to the node and looks at everything that it must not do. */
export async function tryRuleset(trial: Trial): Promise<Outcome> {
  const { subject, sshPort, confirmSeconds, refused, deploy } = trial;
  const nothing = { lockedOut: false, problems: [], screen: [] };
  const asked = performance.now();
  if (!(await subject.login(sshPort))) {
    return { ...nothing, notRun: "the runner could not log in before" };
  }
  const usualLogin = (performance.now() - asked) / 1000;
  const before = await subject.state();
  await subject.lab.console(subject.node, "touch /run/firewall-watch");
  const watch = cutOff(trial);
  watch.catch(() => undefined);
  const { code, screen } = await deploy();
  await subject.lab.console(subject.node, "rm /run/firewall-watch");
  const cut = await watch;

  const seen = { ...nothing, screen };
  if (refused && cut) return { ...seen, notRun: "nft did not refuse it" };
  if (!refused && !cut) return { ...seen, notRun: `it was never in force: ${screen.join(" ")}` };
  if (cut && !cut.effect) return { ...seen, notRun: "the runner was not cut off" };

  const deadline = confirmSeconds + MARGIN_SECONDS + usualLogin;
  const lockedOut = cut ? cut.seconds === undefined : !(await subject.login(sshPort));
  const rolledBack = cut && (await rolledBackAfter(subject, cut.since));
  const problems = [
    ...((cut?.seconds ?? 0) > deadline
      ? [`a new login only after ${cut!.seconds!.toFixed(1)} s`]
      : []),
    ...(code === 0 ? ["the deploy did not fail"] : []),
    ...missingWords(subject.node, refused, screen),
    ...(await notAsBefore(subject, before)),
    ...(await left(subject)),
  ];
  return {
    effect: refused ? "refused" : "cut off",
    ...(rolledBack !== undefined && { secondsUntilRollback: rolledBack }),
    ...(cut?.seconds !== undefined && { secondsUntilBack: cut.seconds }),
    lockedOut,
    problems,
    screen,
  };
}

interface CutOff {
  /** The first new login did not come through. */
  readonly effect: boolean;
  /** Until one did. */
  readonly seconds?: number;
  /** When the ruleset came in force, by the node's clock. */
  readonly since: number;
}

/** Undefined where the ruleset was never in force. */
async function cutOff({ subject, sshPort, confirmSeconds }: Trial): Promise<CutOff | undefined> {
  const { lab, node } = subject;
  const { stdout } = await lab.console(node, WATCH);
  if (stdout === "") return undefined;
  const [since, began] = [Number(stdout), performance.now()];
  const seconds = () => (performance.now() - began) / 1000;
  if (await subject.login(sshPort)) return { effect: false, since };
  while (seconds() < confirmSeconds + PATIENCE_SECONDS) {
    if (await subject.login(sshPort)) return { effect: true, since, seconds: seconds() };
  }
  return { effect: true, since };
}

/** By the node's clock, which no busy runner makes late. */
async function rolledBackAfter({ lab, node }: Subject, since: number): Promise<number | undefined> {
  const states = "/run/pve-wan/firewall/*/state";
  const { stdout } = await lab.console(
    node,
    `grep -sl '^rolled-back' ${states} | xargs -r stat -c %.Y | sort -n | tail -n 1`,
  );
  const at = Number(stdout);
  return at > since ? at - since : undefined;
}

/** What the one who reads the failed deploy is not told. */
export function missingWords(node: string, refused: boolean, screen: readonly string[]): string[] {
  const has = (pattern: string) => screen.some((line) => new RegExp(pattern).test(line));
  const wanted: Record<string, string> = {
    "node, step and cause": `${node}: firewall(-confirm)?: failed: \\S`,
    "what to do next": `${node}: firewall(-confirm)?: next: \\S`,
    ...(refused && { "that nothing was changed": "nothing was changed" }),
    ...(!refused && { "that the old rules come back": "old (one|rules)" }),
  };
  return Object.entries(wanted).flatMap(([what, pattern]) =>
    has(pattern) ? [] : [`the deploy does not say ${what}`],
  );
}

async function notAsBefore(subject: Subject, before: string): Promise<string[]> {
  const after = await subject.state();
  if (after === before) return [];
  const lines = (text: string) => text.split("\n").filter(Boolean);
  const [old, now] = [lines(before), lines(after)];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `gone: ${line.trim()}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `new: ${line.trim()}`),
    "the ruleset or what the next boot loads is not as before",
  ];
}

/** A unit that has just done its work is collected a moment later. */
async function left({ lab, node }: Subject): Promise<string[]> {
  const until = performance.now() + CLEAN_SECONDS * 1000;
  for (;;) {
    const found = await leftovers(lab, node);
    if (found.length === 0 || performance.now() > until) return found;
  }
}
