import type { Problems } from "../problems";
import type { WanLatency } from "../wan-latency";
import { MOST_NODES } from "./cluster";

const VERSION = /^\d{1,3}\.\d{1,3}(\.\d{1,3})?([-+~].*)?$/;

/** Checks what was measured, each value for itself. */
export function checkWanLatency(problems: Problems, wan: WanLatency): void {
  number(problems, "rttP99Milliseconds", wan.rttP99Milliseconds, 0, 5000, "more than");
  number(problems, "lossPercent", wan.lossPercent ?? 0, 0, 50);
  number(problems, "silenceMilliseconds", wan.silenceMilliseconds ?? 0, 0, 10000);
  if (!isToken(problems, "nodes", wan.nodes)) {
    if (wan.nodes === undefined) problems.add("nodes", undefined, "a whole number", "count them");
    else problems.integer("nodes", wan.nodes, [2, MOST_NODES]);
  }
  const version = wan.pveClusterVersion;
  if (version === undefined || isToken(problems, "pveClusterVersion", version)) return;
  if (typeof version === "string" && VERSION.test(version)) return;
  const fix = "write what this says: dpkg-query -W pve-cluster";
  problems.add("pveClusterVersion", version, "a version such as 9.1.0", fix);
}

function number(
  problems: Problems,
  prop: string,
  value: number,
  least: number,
  most: number,
  words: "more than" | "from" = "from",
): void {
  if (isToken(problems, prop, value)) return;
  const isEnough = words === "from" ? value >= least : value > least;
  if (typeof value === "number" && isEnough && value <= most) return;
  const allowed = `a number ${words} ${least} ${words === "from" ? "to" : "and up to"} ${most}`;
  problems.add(prop, value, allowed, "write what was measured");
}

function isToken(problems: Problems, prop: string, value: unknown): boolean {
  return problems.refuseToken(prop, value, "timers are computed from it");
}
