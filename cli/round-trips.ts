import { nodeLines, roundTripsOf } from "./node-lines";

/** One direction between two nodes, through the tunnel or beside it. Times in milliseconds; absent where nothing came back. */
export interface Way {
  readonly from: string;
  readonly to: string;
  readonly via: string;
  readonly sent: number;
  readonly p50?: number;
  readonly p99?: number;
  /** Mean difference between one round trip and the next. */
  readonly jitter?: number;
  readonly lossPercent: number;
  /** Bytes of the largest packet that comes back whole; 0 where none does. */
  readonly mtu: number;
}

/** What the nodes have measured (`host/steps/latency.sh`), each line behind its node's name and a tab. */
export function waysOf(text: string): {
  readonly ways: Way[];
  readonly pveClusterVersion?: string;
} {
  const lines = nodeLines(text);
  const kind = (name: string) => lines.filter(({ words }) => words[0] === name);
  const mtus = new Map(
    kind("mtu").map(({ node, words: [, to, via, bytes] }) => [`${node} ${to} ${via}`, bytes]),
  );
  const ways = kind("rtt").map(({ node, words }) => {
    const [, to, via] = words;
    const { sent, times } = roundTripsOf(words);
    const mtu = Number(mtus.get(`${node} ${to} ${via}`) ?? 0);
    return { from: node, to, via, sent, ...figuresOf(times, sent), mtu };
  });
  const versions = kind("version").map(({ words }) => words[1]);
  return { ways, pveClusterVersion: versions.sort(byVersion)[0] };
}

/** What the worst of some ways asks of the timers. */
export function worstOf(
  ways: readonly Pick<Way, "p99" | "lossPercent">[],
): { readonly rttP99Milliseconds: number; readonly lossPercent: number } | undefined {
  const p99 = ways.flatMap((way) => (way.p99 === undefined ? [] : [way.p99]));
  if (p99.length === 0) return undefined;
  return {
    rttP99Milliseconds: Math.ceil(Math.max(...p99)),
    lossPercent: Math.max(...ways.map(({ lossPercent }) => lossPercent)),
  };
}

/** What round trips say together, in the order in which they were made. */
export function figuresOf(
  times: readonly number[],
  sent: number,
): Pick<Way, "p50" | "p99" | "jitter" | "lossPercent"> {
  const lossPercent = sent === 0 ? 0 : (100 * (sent - times.length)) / sent;
  if (times.length === 0) return { lossPercent };
  const sorted = [...times].sort((a, b) => a - b);
  const differences = times.slice(1).map((time, index) => Math.abs(time - times[index]));
  return {
    p50: percentile(sorted, 50),
    p99: percentile(sorted, 99),
    jitter: differences.reduce((sum, one) => sum + one, 0) / Math.max(1, differences.length),
    lossPercent,
  };
}

/** The smallest of them that so many percent do not exceed. */
function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1];
}

function byVersion(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
