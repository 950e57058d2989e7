import type { WanLatency } from "./wan-latency";

/** Corosync's own token, in milliseconds. */
const USUAL_TOKEN = 3000;
/** The shortest time between two sendings of a token that corosync takes, in milliseconds. */
const SHORTEST_RETRANSMIT = 30;
const RETRANSMITS = { least: 10, most: 50 };
/** A token is lost for good once in so many. */
const RARE = 1e-9;
const SHORTEST_JOIN = 1000;
const JOIN_ROUND_TRIPS = 4;

/** What timers must be at least. */
export interface TimersNeeded {
  /** The token as corosync uses it, with its coefficient. */
  readonly runtime: number;
  /** The token as it is configured. */
  readonly token: number;
  /** How often a token is sent again. */
  readonly retransmits: number;
  /** The wait for join messages. */
  readonly join: number;
}

/** What a WAN asks of corosync's timers, in milliseconds. docs/tuning.md has the reasons. */
export function timersNeeded(wan: WanLatency): TimersNeeded {
  const { rttP99Milliseconds: rtt, nodes, lossPercent = 1, silenceMilliseconds = 2500 } = wan;
  const retransmits = retransmitsFor(lossPercent / 100);
  // One way for each node; twice that, so that a token that is merely slow is not sent again.
  const around = (nodes * rtt) / 2;
  const retransmit = Math.max(SHORTEST_RETRANSMIT, 2 * around);
  // Knet pings each quarter of the token and waits half of it: a silence is noticed from the last pong on, which is a quarter old.
  const forSilence = 4 * (silenceMilliseconds + rtt);
  const forRetransmits = (retransmits + 0.2) * retransmit;
  const join = Math.max(SHORTEST_JOIN, Math.ceil(JOIN_ROUND_TRIPS * rtt));
  return {
    runtime: Math.ceil(Math.max(USUAL_TOKEN, forSilence, forRetransmits)),
    // Corosync's rules are about this one, without the coefficient, in the smallest cluster.
    token: Math.max(join, Math.ceil((retransmits + 0.2) * SHORTEST_RETRANSMIT)),
    retransmits,
    join,
  };
}

/** So many sendings that all of them are lost once in a thousand million. */
function retransmitsFor(loss: number): number {
  const needed = loss === 0 ? 0 : Math.ceil(Math.log(RARE) / Math.log(loss));
  return Math.min(RETRANSMITS.most, Math.max(RETRANSMITS.least, needed));
}
