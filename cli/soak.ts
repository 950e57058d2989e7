import * as path from "node:path";
import { table } from "../lib/picture/markdown-table";
import { packageRoot } from "../lib/remote/package-root";
import type { Inventory } from "./inventory";
import { isoTime, judge, type Judgement } from "./soak-judgement";
import { recordsOf } from "./soak-records";
import type { Stack } from "./stacks";
import { deployedClusters, nodeEnvironment, type CheckContext } from "./verify";

export const SOAK_ACTIONS = ["start", "report", "stop"] as const;
export type SoakAction = (typeof SOAK_ACTIONS)[number];

/** What `report` ends with; 1 is what everything else fails with. */
const EXIT_CODES: Record<Judgement["verdict"], number> = { pass: 0, fail: 1, unfinished: 3 };

/** Hours that a soak may take. */
const LEAST_HOURS = 0.01;
const MOST_HOURS = 168;

/** The seconds of `--hours`. */
export function soakSeconds(hours: string): number {
  const asked = Number(hours);
  if (hours.trim() === "" || !(asked >= LEAST_HOURS && asked <= MOST_HOURS)) {
    throw new Error(
      `--hours: got "${hours}", give a number from ${LEAST_HOURS} to ${MOST_HOURS}\nnext: 24 is what the guide asks for`,
    );
  }
  return Math.round(asked * 3600);
}

/** Starts or ends the recorders of all nodes of the stack's clusters. */
export async function commandRecorders(
  action: Exclude<SoakAction, "report">,
  stack: Stack,
  context: CheckContext,
  settings: readonly string[] = [],
): Promise<number> {
  const inventories = await deployedClusters(stack, context);
  if (inventories === undefined) return 1;
  let worst = 0;
  for (const inventory of inventories) {
    const { code } = await context.run(
      ["bash", path.join(packageRoot(), "runner/all-nodes.sh"), `soak-${action}`],
      { env: nodeEnvironment(stack, inventory, context, settings), cwd: stack.directory },
    );
    worst = Math.max(worst, code);
  }
  return worst;
}

/** Collects what the nodes have recorded, and judges it: 0 passed, 1 failed, 3 not finished. */
export async function reportSoak(
  stack: Stack,
  context: CheckContext,
  forPrograms: boolean,
  print: (text: string) => void,
): Promise<number> {
  const inventories = await deployedClusters(stack, context);
  if (inventories === undefined) return 1;
  const all: Record<string, Judgement> = {};
  for (const inventory of inventories) {
    const { code, stdout } = await collect(stack, inventory, context);
    if (code !== 0) return code;
    all[inventory.address] = judge(recordsOf(stdout));
  }
  const judgements = Object.values(all);
  if (forPrograms) print(JSON.stringify(all, undefined, 2));
  else judgements.forEach((judgement) => print(soakPage(judgement)));
  // A failure says more than that another cluster is not finished.
  const codes = judgements.map(({ verdict }) => EXIT_CODES[verdict]);
  return codes.includes(EXIT_CODES.fail) ? EXIT_CODES.fail : Math.max(...codes);
}

function collect(stack: Stack, inventory: Inventory, context: CheckContext) {
  return context.run(["bash", path.join(packageRoot(), "runner/collect.sh"), "soak-report"], {
    env: nodeEnvironment(stack, inventory, context),
    cwd: stack.directory,
    capture: true,
  });
}

/** How many events a reader of a terminal is shown. */
const SHOWN_EVENTS = 40;

/** A judgement for readers. */
export function soakPage(judgement: Judgement): string {
  const { verdict, reasons, from, until, hoursAsked, hoursRecorded, events } = judgement;
  const heading = {
    pass: "PASS: nothing changed that must not change",
    fail: "FAIL",
    unfinished: "NO VERDICT YET",
  }[verdict];
  return [
    heading,
    ...reasons.map((reason) => `- ${reason}`),
    "",
    `${hoursRecorded.toFixed(2)} of ${hoursAsked.toFixed(2)} hours recorded, ${isoTime(from)} to ${isoTime(until)}`,
    tokenLine(judgement),
    "",
    ...pairTable(judgement),
    "",
    events.length === 0 ? "No failure and no near-failure." : "What happened:",
    ...events
      .slice(0, SHOWN_EVENTS)
      .map(
        ({ at, node, what, fails }) => `  ${isoTime(at)} ${node}: ${fails ? "" : "near: "}${what}`,
      ),
    ...(events.length > SHOWN_EVENTS
      ? [`  and ${events.length - SHOWN_EVENTS} more: --json has all of them`]
      : []),
  ].join("\n");
}

function tokenLine({ token }: Judgement): string {
  if (!token) return "Corosync did not say how long it waited for its token.";
  const { worstSilenceMilliseconds: worst, runtimeMilliseconds: runtime, node } = token;
  const margin = Math.max(0, 100 - (100 * worst) / runtime).toFixed(0);
  return `The longest wait for the token was ${worst} ms of ${runtime} ms, on ${node}: ${margin} % were left.`;
}

function pairTable({ pairs }: Judgement): string[] {
  const ms = (value?: number) => (value === undefined ? "-" : `${value.toFixed(1)} ms`);
  return table(
    ["from", "to", "p50", "p99", "jitter", "loss", "oldest handshake"],
    pairs.map(({ from, to, p50, p99, jitter, lossPercent, oldestHandshakeSeconds: oldest }) => [
      ...[from, to, ms(p50), ms(p99), ms(jitter)],
      `${lossPercent.toFixed(2)} %`,
      `${oldest} s`,
    ]),
  );
}
