import * as fc from "fast-check";
import { address6Of, addressOf } from "../../../lab/topology";
import {
  linkBetween,
  mergeWan,
  renderUplinks,
  renderWan,
  UNCHANGED_WAN,
  WanChange,
  WanState,
} from "../../../lab/wan";

const NAMES = ["node1", "node2", "node3", "node4", "node5", "runner"];
const merge = (...changes: WanChange[]) =>
  changes.reduce<WanState>((state, change) => mergeWan(state, change, NAMES), UNCHANGED_WAN);
const figuresOf = (line: string) => line.split(" ").slice(2).join(" ");

describe("the WAN before any change", () => {
  test.each([
    ["node1", "node2", 2, 0],
    ["node1", "node4", 2, 0],
    ["node3", "node5", 2, 0],
    ["node1", "node3", 65, 0.2],
    ["node5", "node4", 65, 0.2],
    ["runner", "node3", 20, 0],
    ["node1", "runner", 20, 0],
  ])("%s to %s takes %d ms and loses %d %%", (a, b, rttMilliseconds, lossPercent) => {
    expect(linkBetween(UNCHANGED_WAN, a, b)).toMatchObject({ rttMilliseconds, lossPercent });
  });
});

describe("a change", () => {
  test("of a pair holds in both directions, however it is written, and keeps what it does not name", () => {
    const state = merge({ links: { "node3-node1": { rttMilliseconds: 100 } } });
    const expected = { rttMilliseconds: 100, jitterMilliseconds: 1, lossPercent: 0.2 };
    expect(linkBetween(state, "node1", "node3")).toEqual(expected);
    expect(linkBetween(state, "node3", "node1")).toEqual(expected);
    expect(linkBetween(state, "node2", "node3").rttMilliseconds).toBe(65);
  });

  test("of one direction wins over the pair's", () => {
    const state = merge({
      links: { "node1>node3": { lossPercent: 100 }, "node1-node3": { lossPercent: 5 } },
    });
    expect(linkBetween(state, "node1", "node3").lossPercent).toBe(100);
    expect(linkBetween(state, "node3", "node1").lossPercent).toBe(5);
  });

  test("by default reaches every link that has none of its own", () => {
    const state = merge(
      { links: { "node1-node3": { lossPercent: 7 } } },
      { default: { lossPercent: 0 } },
    );
    expect(linkBetween(state, "node2", "node3").lossPercent).toBe(0);
    expect(linkBetween(state, "node1", "node3").lossPercent).toBe(7);
  });

  test("to null takes back what was said", () => {
    const change: WanChange = {
      default: { rttMilliseconds: 1 },
      links: { "node1-node2": { lossPercent: 100 } },
    };
    expect(merge(change, { default: null, links: { "node2-node1": null } })).toEqual(UNCHANGED_WAN);
  });

  test("with mistakes is refused with all of them, and says what is allowed", () => {
    const wrong = {
      defaults: {},
      links: { "node1-node9": { lossPercent: 101 }, "node1-node1": { rtt: 5 } },
      uplinks: { node9: { megabitsPerSecond: 0 } },
    } as WanChange;
    expect(() => merge(wrong)).toThrow(
      [
        "this change of the WAN cannot be made:",
        '  the change: got "defaults", give default, links, uplinks',
        '  links: got "node1-node9", give "A-B" or "A>B" of node1, node2, node3, node4, node5, runner',
        "  node1-node9.lossPercent: got 101, give a number from 0 to 100",
        '  links: got "node1-node1", give "A-B" or "A>B" of node1, node2, node3, node4, node5, runner',
        '  node1-node1: got "rtt", give rttMilliseconds, jitterMilliseconds, lossPercent',
        '  uplinks: got "node9", give one of node1, node2, node3, node4, node5, runner',
        "  node9.megabitsPerSecond: got 0, give a number from 1 to 1000",
      ].join("\n"),
    );
  });
});

describe("a limited uplink", () => {
  const limited = merge({ uplinks: { node1: { megabitsPerSecond: 100 } } });

  test("has a class of its own with both of the host's addresses and 50 ms of packets", () => {
    const lines = renderUplinks(limited, "wan0");
    expect(lines).toContain("htb rate 100mbit");
    expect(lines).toContain("pfifo limit 417\n");
    expect(lines).toContain("match ip src 203.0.113.11 flowid 1:1\n");
    expect(lines).toContain("match ip6 src 2001:db8:113::11 flowid 1:1\n");
  });

  test("is taken back by null", () => {
    const state = mergeWan(limited, { uplinks: { node1: null } }, NAMES);
    expect(renderUplinks(state, "wan0")).toBe(renderUplinks(UNCHANGED_WAN, "wan0"));
  });
});

describe("the emulator's configuration", () => {
  test("says of a direction the same for both families", () => {
    const state = merge({
      links: {
        "node1-node3": { rttMilliseconds: 120, jitterMilliseconds: 7 },
        "node3>node1": { lossPercent: 100 },
      },
    });
    const lines = renderWan(state, NAMES, "g").split("\n");
    const figures = (source: string, destination: string) =>
      lines.filter((line) => line.startsWith(`${source} ${destination} `)).map(figuresOf);
    const pairs = NAMES.flatMap((a) => NAMES.filter((b) => a !== b).map((b) => [a, b]));
    for (const [a, b] of pairs) {
      const v4 = figures(addressOf(a), addressOf(b));
      expect(v4).toHaveLength(1);
      expect(figures(address6Of(a), address6Of(b))).toEqual(v4);
    }
    expect(figures("2001:db8:113::13", "2001:db8:113::11")).toEqual([
      "0.0600000 0.0035000 1.0000000",
    ]);
    expect(figures("2001:db8:113::11", "2001:db8:113::13")).toEqual([
      "0.0600000 0.0035000 0.0020000",
    ]);
  });

  test("has half of the round trip for each direction and family, and ends with the generation", () => {
    expect(renderWan(UNCHANGED_WAN, ["node1", "node3"], "g")).toBe(
      [
        "203.0.113.11 203.0.113.13 0.0325000 0.0005000 0.0020000",
        "2001:db8:113::11 2001:db8:113::13 0.0325000 0.0005000 0.0020000",
        "203.0.113.13 203.0.113.11 0.0325000 0.0005000 0.0020000",
        "2001:db8:113::13 2001:db8:113::11 0.0325000 0.0005000 0.0020000",
        "generation g",
        "",
      ].join("\n"),
    );
  });

  test("never has a figure that the emulator would read otherwise", () => {
    const link = fc.record({
      rttMilliseconds: fc.double({ min: 0, max: 10_000, noNaN: true }),
      jitterMilliseconds: fc.double({ min: 0, max: 1000, noNaN: true }),
      lossPercent: fc.double({ min: 0, max: 100, noNaN: true }),
    });
    fc.assert(
      fc.property(link, (figures) => {
        const text = renderWan(merge({ default: figures }), NAMES, "g");
        const lines = text.trimEnd().split("\n");
        expect(lines).toHaveLength(2 * NAMES.length * (NAMES.length - 1) + 1);
        const pair = /^(203\.0\.113\.\d+ 203\.0\.113\.\d+|2001:db8:113::\d+ 2001:db8:113::\d+)/;
        const right = new RegExp(`${pair.source}( \\d\\.\\d{7}){3}$`);
        expect(lines.slice(0, -1).filter((line) => !right.test(line))).toEqual([]);
      }),
    );
  });
});
