import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { packageRoot } from "../lib/remote/package-root";
import { namesOf, type Inventory } from "./inventory";
import { judge, type Judgement } from "./soak-judgement";
import { soakHtml, type SoakReport } from "./soak-html";
import { recordsOf } from "./soak-records";
import { seriesOf } from "./soak-series";
import { soakPage } from "./soak-words";
import type { Stack } from "./stacks";
import { clusterOf } from "./synthesised";
import { svg } from "./topology";
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

/** What every node is told of a new soak: by its id the records of one are told from those of another. */
export function soakSettings(hours: string): string[] {
  return [`soakSeconds=${soakSeconds(hours)}`, `soakId=${randomUUID()}`];
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

/** How a judgement is told. */
export interface Telling {
  /** All of it on standard output. */
  readonly forPrograms: boolean;
  /** Path of a page that is written. */
  readonly page?: string;
}

/** Collects what the nodes have recorded, and judges it: 0 passed, 1 failed, 3 not finished. */
export async function reportSoak(
  stack: Stack,
  context: CheckContext,
  { forPrograms, page }: Telling,
  print: (text: string) => void,
): Promise<number> {
  const inventories = await deployedClusters(stack, context);
  if (inventories === undefined) return 1;
  const all: Record<string, SoakReport> = {};
  for (const inventory of inventories) {
    const { code, stdout } = await context.run(
      ["bash", path.join(packageRoot(), "runner/collect.sh"), "soak-report"],
      {
        env: nodeEnvironment(stack, inventory, context),
        cwd: stack.directory,
        capture: true,
      },
    );
    if (code !== 0) return code;
    all[inventory.address] = await reportOf(stack, inventory, stdout);
  }
  const reports = Object.values(all);
  if (page !== undefined) {
    fs.writeFileSync(page, soakHtml(reports));
    context.say(`written: ${page}`);
  }
  if (forPrograms) {
    const judgements = Object.entries(all).map(([address, { judgement }]) => [address, judgement]);
    print(JSON.stringify(Object.fromEntries(judgements), undefined, 2));
  } else reports.forEach(({ judgement }) => print(soakPage(judgement)));
  // A failure says more than that another cluster is not finished.
  const codes = reports.map(({ judgement }) => EXIT_CODES[judgement.verdict]);
  return codes.includes(EXIT_CODES.fail) ? EXIT_CODES.fail : Math.max(...codes);
}

async function reportOf(stack: Stack, inventory: Inventory, text: string): Promise<SoakReport> {
  const records = recordsOf(text);
  const silent = namesOf(inventory).filter((name) => !records.some(({ node }) => node === name));
  if (silent.length > 0) throw new Error(`no records came from ${silent.join(", ")}`);
  const { path: cluster, drawing } = clusterOf(stack, inventory.address);
  return {
    cluster,
    judgement: judge(records),
    series: records.flatMap(seriesOf),
    picture: drawing && (await svg(drawing)),
  };
}
