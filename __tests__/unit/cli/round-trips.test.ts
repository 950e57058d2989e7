import { waysOf, worstOf } from "../../../cli/round-trips";

const TIMES = Array.from({ length: 100 }, (_, index) => 60 + (index % 2) + (index === 70 ? 30 : 0));
const TEXT = [
  "node1\tversion 9.1.2",
  `node1\trtt node2 overlay 100 ${TIMES.join(" ")}`,
  "node1\trtt node2 public 100",
  "node1\tmtu node2 overlay 1420",
  "node1\tmtu node2 public 0",
  "node2\tversion 9.0.10",
  "node2\trtt node1 overlay 4 70 71 70",
].join("\n");

test("each way has its percentiles, jitter, loss and path MTU", () => {
  const { ways, pveClusterVersion } = waysOf(TEXT);
  expect(pveClusterVersion).toBe("9.0.10");
  expect(ways).toEqual([
    {
      from: "node1",
      to: "node2",
      via: "overlay",
      sent: 100,
      p50: 61,
      p99: 61,
      jitter: expect.closeTo((97 + 29 + 29) / 99, 5),
      lossPercent: 0,
      mtu: 1420,
    },
    { from: "node1", to: "node2", via: "public", sent: 100, lossPercent: 100, mtu: 0 },
    expect.objectContaining({ from: "node2", to: "node1", p50: 70, p99: 71, jitter: 1, mtu: 0 }),
  ]);
  expect(ways[2].lossPercent).toBe(25);
});

test("the worst of all ways counts, and none is none", () => {
  expect(worstOf(waysOf(TEXT).ways)).toEqual({ rttP99Milliseconds: 71, lossPercent: 100 });
  expect(worstOf(waysOf("node1\trtt node2 overlay 5").ways)).toBeUndefined();
});
