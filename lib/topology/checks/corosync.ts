import type { CorosyncProps } from "../corosync-props";
import type { Problems } from "../problems";
import type { ClusterProps } from "../props";
import { consensusFor, LARGEST_USUAL_COEFFICIENT, runtimeToken } from "../timers";

const RANGES: Record<
  Exclude<keyof CorosyncProps, "explicitCrypto">,
  readonly [number, number, string?]
> = {
  token: [1000, 30000, "milliseconds"],
  tokenRetransmitsBeforeLossConst: [1, 50],
  join: [50, 36000, "milliseconds"],
  sendJoin: [0, 5000, "milliseconds"],
  merge: [50, 10000, "milliseconds"],
  consensus: [1200, 120000, "milliseconds"],
  tokenCoefficient: [0, 5000, "milliseconds"],
};

/** Milliseconds between two sendings of a token below which corosync refuses its configuration. */
const SHORTEST_RETRANSMIT = 30;

/** Checks corosync's timers, and what they must be to each other. */
export function checkCorosync(problems: Problems, props: ClusterProps): void {
  const given = props.corosync ?? {};
  let sound = true;
  for (const [key, [least, most, unit]] of Object.entries(RANGES)) {
    const prop = `corosync.${key}`;
    const value = given[key as keyof typeof RANGES];
    if (value === undefined) continue;
    const known = !problems.refuseToken(prop, value, "timers are checked against each other");
    if (!known || !problems.integer(prop, value, [least, most], unit)) sound = false;
  }
  if (sound) checkRelations(problems, given, Object.keys(props.nodes).length);
}

function checkRelations(problems: Problems, given: CorosyncProps, nodes: number): void {
  const { token = 10000, tokenRetransmitsBeforeLossConst: retransmits = 10 } = given;
  const { join = 1000, sendJoin = 500, consensus } = given;
  if (token / (retransmits + 0.2) < SHORTEST_RETRANSMIT) {
    problems.add(
      "corosync.tokenRetransmitsBeforeLossConst",
      retransmits,
      `at most one in ${SHORTEST_RETRANSMIT} ms of the token (${token} ms): ${Math.floor(token / SHORTEST_RETRANSMIT - 0.2)}`,
      "lower it or raise corosync.token",
    );
  }
  const coefficient = given.tokenCoefficient ?? LARGEST_USUAL_COEFFICIENT;
  const least = consensusFor(runtimeToken(token, coefficient, nodes));
  if (consensus !== undefined && consensus < least) {
    problems.add(
      "corosync.consensus",
      consensus,
      `at least ${least}, 1.2 times the largest runtime token of ${nodes} nodes`,
      "leave it out: corosync computes it",
    );
  }
  const inForce = consensus ?? consensusFor(token);
  if (join >= inForce) {
    const fix = "lower it or raise corosync.token";
    problems.add("corosync.join", join, `less than the consensus (${inForce} ms)`, fix);
  }
  if (sendJoin >= join) {
    const allowed = `less than corosync.join (${join} ms)`;
    problems.add("corosync.sendJoin", sendJoin, allowed, "lower it or raise corosync.join");
  }
}
