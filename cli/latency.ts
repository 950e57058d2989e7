import * as path from "node:path";
import { packageRoot } from "../lib/remote/package-root";
import { table } from "../lib/picture/markdown-table";
import { CorosyncTuning, InvalidTopologyError, type CorosyncProps } from "../lib/topology";
import { namesOf, type Inventory } from "./inventory";
import { waysOf, worstOf, type Way } from "./round-trips";
import { deployedClusters, nodeEnvironment, type CheckContext } from "./verify";
import type { Stack } from "./stacks";

/** Pings each way; five a second. */
const COUNT = 150;

/** What was measured of a cluster, and what follows from it. */
interface Measured {
  readonly ways: readonly Way[];
  readonly corosync?: CorosyncProps;
  /** Why there is no recommendation. */
  readonly why?: string;
}

/** Measures all pairs of every cluster in the stack's state, and recommends corosync's timers; 1 where no timers do. */
export async function measureLatency(
  stack: Stack,
  context: CheckContext,
  forPrograms: boolean,
  print: (text: string) => void,
): Promise<number> {
  const inventories = await deployedClusters(stack, context);
  if (inventories === undefined) return 1;
  const all: Record<string, Measured> = {};
  let worst = 0;
  for (const inventory of inventories) {
    context.say(`measuring for about ${COUNT / 5} s, on all nodes side by side`);
    const { code, stdout } = await context.run(
      ["bash", path.join(packageRoot(), "runner/collect.sh"), "latency"],
      {
        env: nodeEnvironment(stack, inventory, context, [`count=${COUNT}`]),
        cwd: stack.directory,
        capture: true,
      },
    );
    if (code !== 0) return code;
    const measured = judged(stdout, inventory);
    all[inventory.address] = measured;
    if (!measured.corosync) worst = 1;
    if (!forPrograms) print(page(measured, nodeCount(inventory)));
  }
  if (forPrograms) print(JSON.stringify(all, undefined, 2));
  return worst;
}

const nodeCount = (inventory: Inventory): number => namesOf(inventory).length;

function judged(text: string, inventory: Inventory): Measured {
  const { ways, pveClusterVersion } = waysOf(text);
  const worst = worstOf(ways.filter(({ via }) => via === "overlay"));
  if (!worst) return { ways, why: "no packet came back through any tunnel" };
  const wan = { ...worst, nodes: nodeCount(inventory), pveClusterVersion };
  try {
    return { ways, corosync: CorosyncTuning.forWan(wan) };
  } catch (error) {
    if (!(error instanceof InvalidTopologyError)) throw error;
    return { ways, why: error.message };
  }
}

function page({ ways, corosync, why }: Measured, nodes: number): string {
  const heading = ["from", "to", "via", "p50", "p99", "jitter", "loss", "path MTU"];
  const rows = ways.map(({ from, to, via, p50, p99, jitter, lossPercent, mtu }) => [
    ...[from, to, via],
    ...[p50, p99, jitter].map((value) => (value === undefined ? "-" : `${value.toFixed(1)} ms`)),
    `${lossPercent.toFixed(1)} %`,
    mtu === 0 ? "-" : `${mtu}`,
  ]);
  return [...table(heading, rows), "", ...(corosync ? advice(corosync, nodes) : [why!])].join("\n");
}

function advice(corosync: CorosyncProps, nodes: number): string[] {
  const { deadNodeNoticedSeconds, watchdogMarginSeconds } = CorosyncTuning.priceOf(corosync, nodes);
  return [
    `corosync: ${JSON.stringify(corosync)}`,
    `A dead node is noticed after ${deadNodeNoticedSeconds.toFixed(1)} s at most; two rounds leave ${watchdogMarginSeconds.toFixed(1)} s of HA's 60.`,
    "This was the line as it is now: measure again at its busiest hour.",
  ];
}
