import type { NodeRecords, Sample } from "./soak-records";
import { figuresOf } from "./round-trips";

/** What a tunnel was like over time, seen from one of its ends; null where nothing came back. */
export interface PairSeries {
  readonly from: string;
  readonly to: string;
  /** Seconds since 1970. */
  readonly at: number[];
  readonly p50: (number | null)[];
  readonly p99: (number | null)[];
  readonly lossPercent: number[];
  readonly handshakeSeconds: (number | null)[];
}

/** More points than a screen shows are weight without use. */
const POINTS = 480;

/** The series of all tunnels of a node. */
export function seriesOf({
  node,
  from,
  until,
  intervalSeconds,
  samples,
}: NodeRecords): PairSeries[] {
  const width = Math.max(intervalSeconds, (until - from) / POINTS);
  const buckets = new Map<number, Sample[]>();
  for (const sample of samples) {
    const bucket = Math.floor((sample.at - from) / width);
    buckets.set(bucket, [...(buckets.get(bucket) ?? []), sample]);
  }
  const peers = [...new Set(samples.flatMap(({ trips }) => [...trips.keys()]))].sort();
  return peers.map((peer) => {
    const points = [...buckets.values()].map((bucket) => pointOf(bucket, peer));
    return {
      from: node,
      to: peer,
      at: points.map(({ at }) => at),
      p50: points.map(({ p50 }) => tenths(p50)),
      p99: points.map(({ p99 }) => tenths(p99)),
      lossPercent: points.map(({ lossPercent }) => tenths(lossPercent)!),
      handshakeSeconds: points.map(({ handshake }) => handshake),
    };
  });
}

function pointOf(bucket: readonly Sample[], peer: string) {
  const trips = bucket.flatMap((sample) => sample.trips.get(peer) ?? []);
  const sent = trips.reduce((sum, one) => sum + one.sent, 0);
  const key = `handshake_age_seconds{peer="${peer}"}`;
  const ages = bucket.flatMap(({ values }) => values.get(key) ?? []);
  return {
    at: bucket[0].at,
    ...figuresOf(
      trips.flatMap(({ times }) => times),
      sent,
    ),
    handshake: ages.length === 0 ? null : Math.max(...ages),
  };
}

const tenths = (value?: number): number | null =>
  value === undefined ? null : Math.round(value * 10) / 10;
