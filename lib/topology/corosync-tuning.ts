import { Token } from "cdktf";
import { checkWanLatency } from "./checks/wan-latency";
import type { CorosyncProps } from "./corosync-props";
import { InvalidTopologyError, Problems } from "./problems";
import {
  consensusFor,
  LARGEST_USUAL_COEFFICIENT,
  runtimeToken,
  SMALL_COEFFICIENT,
  twoRounds,
  WATCHDOG,
} from "./timers";
import type { CorosyncPrice, WanLatency } from "./wan-latency";
import { timersNeeded } from "./wan-needs";

/** Defaults of the props. */
const ARTICLE = { token: 10000, retransmits: 10 };
const STEP = 100;
const HEADING = "CorosyncTuning.forWan";

/** Corosync's timers from a measured latency, by corosync's own rules: docs/tuning.md. */
export class CorosyncTuning {
  /**
   * Timers for a WAN, in the words of the prop `corosync`. What is left out corosync computes by itself, or is the prop's default.
   *
   * The path may be silent for `silenceMilliseconds`, a lost token is sent again as often as the loss asks for, and never before it
   * can have gone around; and two rounds of forming the membership end before HA's watchdog resets a node, after 60 s.
   *
   * @param wan - what was measured
   * @throws InvalidTopologyError when an input is out of its range, or when no timers do for all of this
   */
  static forWan(wan: WanLatency): CorosyncProps {
    const problems = new Problems((value) => Token.isUnresolved(value));
    checkWanLatency(problems, wan);
    refuse(problems);
    const { token, retransmits, join, coefficient } = recommended(wan);
    if (token > longestToken(wan)) refuseTooLong(problems, wan);
    refuse(problems);
    const known = wan.pveClusterVersion === undefined ? {} : { tokenCoefficient: coefficient };
    return { token, tokenRetransmitsBeforeLossConst: retransmits, join, ...known };
  }

  /**
   * What timers cost: how long a dead node stays unnoticed, and how near HA's watchdog is.
   *
   * @param corosync - as given to the cluster; what is left out has the default of the prop, and a coefficient of 650
   * @param nodes - how many nodes the cluster has
   */
  static priceOf(corosync: CorosyncProps, nodes: number): CorosyncPrice {
    const coefficient = corosync.tokenCoefficient ?? LARGEST_USUAL_COEFFICIENT;
    const token = runtimeToken(corosync.token ?? ARTICLE.token, coefficient, nodes);
    const consensus = corosync.consensus ?? consensusFor(token);
    const retransmits = corosync.tokenRetransmitsBeforeLossConst ?? ARTICLE.retransmits;
    return {
      runtimeToken: token,
      consensus,
      tokenRetransmit: Math.floor(token / (retransmits + 0.2)),
      knetPingInterval: Math.floor(token / 4),
      knetPingTimeout: Math.floor(token / 2),
      deadNodeNoticedSeconds: (token + consensus) / 1000,
      watchdogMarginSeconds: (WATCHDOG - twoRounds(token, consensus)) / 1000,
    };
  }

  private constructor() {}
}

function recommended(wan: WanLatency) {
  const { runtime, token: least, retransmits, join } = timersNeeded(wan);
  const coefficient = coefficientOf(wan.pveClusterVersion);
  // Without a version the smaller coefficient may be in force.
  const added = runtimeToken(0, coefficient ?? SMALL_COEFFICIENT, wan.nodes);
  const needed = Math.max(least, runtime - added);
  const rounded = Math.ceil(needed / STEP) * STEP;
  const token = Math.max(needed, Math.min(rounded, longestToken(wan)));
  return { token, retransmits, join, coefficient };
}

/** The longest token with which two rounds end before the watchdog, whichever coefficient is in force. */
function longestToken({ nodes, pveClusterVersion }: WanLatency): number {
  let longest = Math.floor(WATCHDOG / 4.4);
  while (twoRounds(longest) >= WATCHDOG) longest -= 1;
  const coefficient = coefficientOf(pveClusterVersion) ?? LARGEST_USUAL_COEFFICIENT;
  return longest - runtimeToken(0, coefficient, nodes);
}

/** As Proxmox writes it when a cluster is created. */
function coefficientOf(version: string | undefined): number | undefined {
  if (version === undefined) return undefined;
  const [major, minor] = version.split(".").map((part) => parseInt(part, 10));
  const isSmall = major > 9 || (major === 9 && minor >= 1);
  return isSmall ? SMALL_COEFFICIENT : LARGEST_USUAL_COEFFICIENT;
}

function refuseTooLong(problems: Problems, wan: WanLatency): void {
  const fits = (change: Partial<WanLatency>) => {
    const tried = { ...wan, ...change };
    return recommended(tried).token <= longestToken(tried);
  };
  let [longest, tooLong] = [0, Math.ceil(wan.rttP99Milliseconds)];
  while (tooLong - longest > 1) {
    const middle = Math.floor((longest + tooLong) / 2);
    if (fits({ rttP99Milliseconds: middle })) longest = middle;
    else tooLong = middle;
  }
  const until = `with ${wan.nodes} nodes, so that two rounds of forming the membership end before HA's watchdog (${WATCHDOG / 1000} s)`;
  const isVersionUnknown = wan.pveClusterVersion === undefined;
  const hints = [
    ...(isVersionUnknown && fits({ pveClusterVersion: "9.1.0" })
      ? ["name pveClusterVersion if it is 9.1.0 or newer"]
      : []),
    ...(fits({ silenceMilliseconds: 0 }) ? ["lower silenceMilliseconds"] : []),
    "take nodes that are nearer to each other, or fewer",
  ];
  if (longest > 0) {
    const allowed = `at most ${longest} ${until}`;
    problems.add("rttP99Milliseconds", wan.rttP99Milliseconds, allowed, hints.join("; or "));
  } else {
    const isSilence = fits({ silenceMilliseconds: 0 });
    const prop = isSilence ? "silenceMilliseconds" : "nodes";
    const got = isSilence ? (wan.silenceMilliseconds ?? "the default") : wan.nodes;
    const allowed = `${isSilence ? "less" : "fewer"}: no round trip is short enough ${until}`;
    problems.addSaying(prop, String(got), allowed, hints.join("; or "));
  }
}

function refuse({ found }: Problems): void {
  if (found.length > 0) throw new InvalidTopologyError(HEADING, found);
}
