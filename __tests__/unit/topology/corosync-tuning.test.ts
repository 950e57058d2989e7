import { Token } from "cdktf";
import * as fc from "fast-check";
import {
  CorosyncTuning,
  InvalidTopologyError,
  warningsOf,
  type WanLatency,
} from "../../../lib/topology";
import { articleNodes, articleProps, resolve } from "./article";

const wans: fc.Arbitrary<WanLatency> = fc.record(
  {
    rttP99Milliseconds: fc.oneof(
      fc.double({ min: 0.01, max: 5000, noNaN: true }),
      fc.integer({ min: 1, max: 400 }),
    ),
    nodes: fc.integer({ min: 2, max: 30 }),
    lossPercent: fc.double({ min: 0, max: 50, noNaN: true }),
    silenceMilliseconds: fc.integer({ min: 0, max: 10000 }),
    pveClusterVersion: fc.constantFrom("8.1.2", "9.0.7", "9.1.0", "9.1.2~bpo1", "10.0.1"),
  },
  { requiredKeys: ["rttP99Milliseconds", "nodes"] },
);

/** What is recommended, or nothing where no timers do. */
function tuningFor(wan: WanLatency) {
  try {
    return CorosyncTuning.forWan(wan);
  } catch (error) {
    if (error instanceof InvalidTopologyError) return undefined;
    throw error;
  }
}

function problemsOf(wan: Partial<WanLatency>): string {
  try {
    CorosyncTuning.forWan(wan as WanLatency);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
}

test("the article's WAN gets about the article's timers", () => {
  const tuning = CorosyncTuning.forWan({ rttP99Milliseconds: 65, nodes: 3 });
  expect(tuning).toEqual({ token: 10200, tokenRetransmitsBeforeLossConst: 10, join: 1000 });
  expect(CorosyncTuning.priceOf(tuning, 3)).toEqual({
    runtimeToken: 10850,
    consensus: 13020,
    tokenRetransmit: 1063,
    knetPingInterval: 2712,
    knetPingTimeout: 5425,
    deadNodeNoticedSeconds: 23.87,
    watchdogMarginSeconds: 12.26,
  });
});

test.each([
  ["9.0.7", 650],
  ["9.1.0", 125],
  ["10.0.0", 125],
])("pve-cluster %s has a coefficient of %i", (pveClusterVersion, tokenCoefficient) => {
  const wan = { rttP99Milliseconds: 65, nodes: 5, pveClusterVersion };
  expect(CorosyncTuning.forWan(wan)).toMatchObject({ tokenCoefficient });
});

test("a share of what is possible is answered, and another refused", () => {
  const answers = fc.sample(wans, { numRuns: 300, seed: 1 }).map(tuningFor);
  expect(answers.filter(Boolean).length).toBeGreaterThan(50);
  expect(answers.filter((one) => !one).length).toBeGreaterThan(50);
});

test("the checks take every recommendation, and none comes near the watchdog", () => {
  fc.assert(
    fc.property(wans, (wan) => {
      const corosync = tuningFor(wan);
      fc.pre(corosync !== undefined);
      const topology = resolve(articleProps({ nodes: articleNodes(wan.nodes), corosync }));
      expect(warningsOf(topology).map(({ id }) => id)).not.toContain("token-near-watchdog");
      const { watchdogMarginSeconds } = CorosyncTuning.priceOf(corosync, wan.nodes);
      expect(watchdogMarginSeconds).toBeGreaterThan(0);
    }),
    { numRuns: 1000 },
  );
});

test("what the round trip needs is there, also with the smaller coefficient", () => {
  fc.assert(
    fc.property(wans, (wan) => {
      const corosync = tuningFor(wan);
      fc.pre(corosync !== undefined);
      const { rttP99Milliseconds: rtt, nodes, silenceMilliseconds = 2500 } = wan;
      const least = { tokenCoefficient: 125, ...corosync };
      const price = CorosyncTuning.priceOf(least, nodes);
      expect(price.tokenRetransmit).toBeGreaterThanOrEqual(Math.floor(nodes * rtt));
      expect(price.knetPingTimeout - price.knetPingInterval).toBeGreaterThanOrEqual(
        Math.floor(silenceMilliseconds + rtt),
      );
      expect(corosync.join).toBeGreaterThanOrEqual(4 * rtt);
    }),
    { numRuns: 1000 },
  );
});

test("a longer round trip never gets shorter timers, nor more of them an answer", () => {
  fc.assert(
    fc.property(wans, fc.double({ min: 0, max: 500, noNaN: true }), (wan, more) => {
      const rttP99Milliseconds = Math.min(5000, wan.rttP99Milliseconds + more);
      const [near, far] = [tuningFor(wan), tuningFor({ ...wan, rttP99Milliseconds })];
      if (near === undefined) expect(far).toBeUndefined();
      if (near === undefined || far === undefined) return;
      expect(far.token).toBeGreaterThanOrEqual(near.token!);
      expect(far.join).toBeGreaterThanOrEqual(near.join!);
    }),
    { numRuns: 1000 },
  );
});

test("a round trip that is too long is refused with the longest that is not", () => {
  const wan = { rttP99Milliseconds: 440, nodes: 3 };
  expect(problemsOf(wan)).toMatch(
    /CorosyncTuning\.forWan: rttP99Milliseconds: got 440; allowed: at most \d+ with 3 nodes, .*; fix: name pveClusterVersion/,
  );
  const longest = Number(/at most (\d+)/.exec(problemsOf(wan))![1]);
  expect(tuningFor({ ...wan, rttP99Milliseconds: longest })).toBeDefined();
  expect(tuningFor({ ...wan, rttP99Milliseconds: longest + 1 })).toBeUndefined();
});

test("only what would help is advised", () => {
  expect(problemsOf({ rttP99Milliseconds: 2000, nodes: 3 })).toMatch(
    /fix: take nodes that are nearer/,
  );
});

test("a silence that is too long is named", () => {
  const wan = { rttP99Milliseconds: 65, nodes: 3, silenceMilliseconds: 4000 };
  expect(problemsOf(wan)).toMatch(
    /silenceMilliseconds: got 4000; allowed: less.*; fix: lower silence/,
  );
});

test("too many nodes for any round trip are refused", () => {
  expect(problemsOf({ rttP99Milliseconds: 5, nodes: 30 })).toContain(
    "nodes: got 30; allowed: fewer",
  );
});

test("all that is wrong with the input is said at once", () => {
  const message = problemsOf({
    rttP99Milliseconds: 0,
    nodes: 1,
    lossPercent: NaN,
    silenceMilliseconds: -1,
    pveClusterVersion: "new",
  });
  expect(message).toContain("5 invalid props");
  expect(message).toContain(
    "rttP99Milliseconds: got 0; allowed: a number more than 0 and up to 5000",
  );
  expect(message).toContain("nodes: got 1; allowed: a whole number from 2");
});

test.each([
  [{}, "2 invalid props"],
  [{ rttP99Milliseconds: 65, nodes: Token.asNumber({ later: 1 }) }, "nodes: got a token"],
  [{ rttP99Milliseconds: Token.asNumber({ later: 1 }), nodes: 3 }, "got a token"],
  [
    { rttP99Milliseconds: 65, nodes: 3, pveClusterVersion: Token.asString({ later: 1 }) },
    "a token",
  ],
])("%j is refused", (wan, words) => {
  expect(problemsOf(wan)).toContain(words);
});
