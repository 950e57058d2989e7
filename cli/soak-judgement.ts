import { figuresOf, type Way } from "./round-trips";
import { changesOf, type SoakEvent } from "./soak-events";
import type { NodeRecords, Sample } from "./soak-records";

/** What a tunnel was like, seen from one of its ends. Times in milliseconds; absent where nothing came back. */
export interface PairEvidence extends Pick<Way, "from" | "to" | "p50" | "p99" | "jitter"> {
  readonly lossPercent: number;
  readonly oldestHandshakeSeconds: number;
}

/** How near corosync came to losing its token. */
export interface TokenEvidence {
  readonly runtimeMilliseconds: number;
  readonly worstSilenceMilliseconds: number;
  readonly node: string;
}

export interface Judgement {
  /** There is none, "unfinished", before every node has recorded all of its time. */
  readonly verdict: "pass" | "fail" | "unfinished";
  /** Why it is unfinished, or failed. */
  readonly reasons: readonly string[];
  /** Seconds since 1970. */
  readonly from: number;
  readonly until: number;
  readonly hoursAsked: number;
  /** Of the node that has recorded least. */
  readonly hoursRecorded: number;
  /** Absent where no corosync answered. */
  readonly token?: TokenEvidence;
  readonly pairs: readonly PairEvidence[];
  /** Failures and near-failures, in the order of time. */
  readonly events: readonly SoakEvent[];
}

/** Missed samples in a row that are no gap: a busy machine is late. */
const LATE_SAMPLES = 3;

/** Judges what all nodes of a cluster have recorded; there is no judging of none. */
export function judge(all: readonly NodeRecords[]): Judgement {
  const events = all.flatMap(changesOf).sort((a, b) => a.at - b.at);
  const missing = [...all.flatMap(whatIsMissing), ...otherSoaks(all)];
  const failures = reasonsOf(events.filter(({ fails }) => fails));
  const verdict = missing.length > 0 ? "unfinished" : failures.length > 0 ? "fail" : "pass";
  const from = Math.min(...all.map((one) => one.from));
  const until = Math.max(...all.map((one) => one.until));
  return {
    verdict,
    reasons: [...missing, ...failures],
    from,
    until,
    hoursAsked: (until - from) / 3600,
    hoursRecorded: Math.min(...all.map(secondsRecorded)) / 3600,
    token: worstSilence(all),
    pairs: all.flatMap(pairsOf),
    events,
  };
}

/** Each failure once, behind the names of all nodes that saw it. */
function reasonsOf(failures: readonly SoakEvent[]): string[] {
  const nodesOf = new Map<string, Set<string>>();
  for (const { node, what } of failures) {
    nodesOf.set(what, (nodesOf.get(what) ?? new Set()).add(node));
  }
  return [...nodesOf].map(([what, nodes]) => `${[...nodes].sort().join(", ")}: ${what}`);
}

/** Why the records of a node prove nothing yet. */
function whatIsMissing(records: NodeRecords): string[] {
  const { node, from, until, intervalSeconds, now, isRecording, samples } = records;
  const late = LATE_SAMPLES * intervalSeconds;
  if (samples.length === 0) return [`${node}: nothing was recorded`];
  // Until the recorder has ended, its last sample is not there.
  if (now < until || isRecording) {
    const hours = (seconds: number) => (seconds / 3600).toFixed(2);
    const said = isRecording ? "it goes on" : "it was ended before its time";
    return [`${node}: ${hours(now - from)} of ${hours(until - from)} hours are over, and ${said}`];
  }
  const missing: string[] = [];
  const times = [from, ...samples.map(({ at }) => at), until];
  for (const [index, at] of times.slice(1).entries()) {
    const silent = at - times[index];
    // That it was off is a failure, and stands among them.
    const wasBooted = index > 0 && samples[index]?.boot !== samples[index - 1].boot;
    const isLast = index === samples.length;
    if (silent > late && (isLast || !wasBooted)) {
      missing.push(
        `${node}: nothing was recorded for ${silent} s from ${isoTime(times[index])} on`,
      );
    }
  }
  if (samples.every(({ unknown }) => unknown.includes("clock"))) {
    missing.push(`${node}: its clock could never be compared with the next node's`);
  }
  if (samples.every(({ silence }) => silence === undefined)) {
    missing.push(`${node}: corosync never said how long it waits for its token`);
  }
  return missing;
}

/** A node on which the last start failed still has the records of the soak before. */
function otherSoaks(all: readonly NodeRecords[]): string[] {
  const last = all.reduce((a, b) => (b.from > a.from ? b : a));
  return all
    .filter(({ id }) => id !== last.id)
    .map(({ node, from }) => `${node}: its records are of another soak, begun at ${isoTime(from)}`);
}

/** Seconds since 1970, as a reader of logs knows them. */
export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000", "");
}

function secondsRecorded({ from, until, intervalSeconds, samples }: NodeRecords): number {
  return Math.min(samples.length * intervalSeconds, until - from);
}

/** The one that took the greatest part of its token: not all nodes need have the same. */
function worstSilence(all: readonly NodeRecords[]): TokenEvidence | undefined {
  const silences = all.flatMap(({ node, samples }) =>
    samples.flatMap(({ silence }) => (silence ? [{ node, ...silence }] : [])),
  );
  if (silences.length === 0) return undefined;
  const share = (one: (typeof silences)[number]) => one.milliseconds / one.token;
  const worst = silences.reduce((a, b) => (share(b) > share(a) ? b : a));
  return {
    runtimeMilliseconds: worst.token,
    worstSilenceMilliseconds: worst.milliseconds,
    node: worst.node,
  };
}

function pairsOf({ node, samples }: NodeRecords): PairEvidence[] {
  const peers = [...new Set(samples.flatMap(({ trips }) => [...trips.keys()]))].sort();
  return peers.map((peer) => {
    const trips = samples.flatMap((sample) => sample.trips.get(peer) ?? []);
    const sent = trips.reduce((sum, one) => sum + one.sent, 0);
    const oldest = samples.map((sample) => handshakeAge(sample, peer)).reduce(larger, 0);
    const figures = figuresOf(
      trips.flatMap(({ times }) => times),
      sent,
    );
    return { from: node, to: peer, ...figures, oldestHandshakeSeconds: oldest };
  });
}

/** A week of samples is too many arguments for Math.max. */
const larger = (a: number, b: number): number => Math.max(a, b);

function handshakeAge({ values }: Sample, peer: string): number {
  return values.get(`handshake_age_seconds{peer="${peer}"}`) ?? 0;
}
