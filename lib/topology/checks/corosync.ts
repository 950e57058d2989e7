import type { CorosyncProps } from "../corosync-props";
import { named } from "../printable";
import { at, type Problems } from "../problems";
import type { ClusterProps } from "../props";
import { isIpv6 } from "../addresses";
import { checkHostAddress } from "./addresses";
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
  link0Priority: [0, 255],
  link1Priority: [0, 255],
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

/** Checks that corosync's second link is there on every node, or on none. */
export function checkSecondLink(problems: Problems, { nodes }: ClusterProps): void {
  const entries = Object.entries(nodes);
  const having = entries.filter(([, { link1Address }]) => link1Address !== undefined);
  for (const [name, { link1Address }] of having) {
    checkHostAddress(problems, `${at("nodes", name)}.link1Address`, link1Address!);
  }
  if (having.length === 0) return;
  const [[first, { link1Address: firstAddress }]] = having;
  for (const [name, { link1Address }] of having) {
    if (isIpv6(link1Address!) === isIpv6(firstAddress!)) continue;
    const allowed = `an ${isIpv6(firstAddress!) ? "IPv6" : "IPv4"} address, as ${named(first)} has one`;
    const fix = "take one family on all nodes: corosync does not mix them on a link";
    problems.add(`${at("nodes", name)}.link1Address`, link1Address, allowed, fix);
  }
  for (const [name, { link1Address }] of entries) {
    if (link1Address !== undefined) continue;
    const fix = "give it one, or take those of the others out";
    const allowed = `an address, as ${named(first)} has one`;
    problems.addSaying(`${at("nodes", name)}.link1Address`, "nothing", allowed, fix);
  }
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
