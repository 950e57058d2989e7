import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { GOOD } from "../../../scripts/faults/firewall/base";
import { DEPLOYS } from "../../../scripts/faults/firewall/deploys";
import { Random } from "../../../scripts/faults/firewall/random";
import { renderLockouts } from "../../../scripts/faults/firewall/report";
import { isSound, LockoutResult, readLockouts } from "../../../scripts/faults/firewall/results";
import { KINDS } from "../../../scripts/faults/firewall/ruleset";
import { RULESETS } from "../../../scripts/faults/firewall/rulesets";
import { missingWords } from "../../../scripts/faults/firewall/trial";
import { keep } from "../../../scripts/faults/results";

describe("the list of rulesets", () => {
  test("has 100, each of another name", () => {
    const names = [...RULESETS, ...DEPLOYS].map(({ name }) => name);
    expect(names).toHaveLength(100);
    expect(new Set(names).size).toBe(100);
  });

  test("has none twice, and not the good one but where something else cuts the runner off", () => {
    const texts = RULESETS.map(({ text, others }) => text + others);
    expect(new Set(texts).size).toBe(texts.length);
    const harmless = RULESETS.filter(({ text, others }) => text === GOOD && others === "");
    expect(harmless).toEqual([]);
  });

  test.each(Object.keys(KINDS))("has at least five of the kind %s", (kind) => {
    expect(RULESETS.filter((one) => one.kind === kind).length).toBeGreaterThanOrEqual(5);
  });

  test("comes to nodes with a firewall and to nodes without one", () => {
    const bare = RULESETS.filter(({ old }) => old === undefined).length;
    expect(bare).toBeGreaterThan(15);
    expect(bare).toBeLessThan(30);
  });

  test("is made of numbers that are the same each time", () => {
    const some = (seed: number) => {
      const random = new Random(seed);
      return random.several(5, () => random.integer(1, 1000));
    };
    expect(some(1)).toEqual(some(1));
    expect(some(1)).not.toEqual(some(2));
    expect(some(3).every((number) => number >= 1 && number <= 1000)).toBe(true);
  });
});

const result: LockoutResult = {
  ruleset: "source/private",
  kind: "source",
  pve: 9,
  date: "2026-11-23",
  commit: "abc1234",
  by: "confirm.sh",
  effect: "cut off",
  secondsUntilRollback: 10.1,
  secondsUntilBack: 10.8,
  lockedOut: false,
  problems: [],
  screen: [],
};

describe("a failed deploy of a ruleset says", () => {
  const failed = "node1: firewall: failed: no new connection came through, the old rules are back";
  const next = "node1: firewall: next: does trustedSources hold the address?";

  test("node, step, cause and next action", () => {
    expect(missingWords("node1", false, [failed, next])).toEqual([]);
    expect(missingWords("node1", false, [next])).toEqual([
      "the deploy does not say node, step and cause",
      "the deploy does not say that the old rules come back",
    ]);
    expect(missingWords("node2", false, [failed, next])).toHaveLength(2);
  });

  test("that nothing was changed, where nft refused it", () => {
    expect(missingWords("node1", true, [failed, next])).toEqual([
      "the deploy does not say that nothing was changed",
    ]);
  });
});

describe("results", () => {
  test("are kept, and the last of a ruleset on a release counts", () => {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), "pve-wan-lockouts-"));
    try {
      const file = path.join(directory, "firewall.jsonl");
      expect(readLockouts(file)).toEqual([]);
      keep({ ...result, lockedOut: true }, file);
      keep(result, file);
      keep({ ...result, pve: 8 }, file);
      expect(readLockouts(file)).toEqual([result, { ...result, pve: 8 }]);
    } finally {
      fs.rmSync(directory, { recursive: true });
    }
  });

  test("are sound only if the runner was cut off, got back in and found all as before", () => {
    const sick = [
      { ...result, effect: undefined },
      { ...result, lockedOut: true },
      { ...result, problems: ["gone: table ip users"] },
    ];
    expect([result, ...sick].map(isSound)).toEqual([true, false, false, false]);
  });
});

describe("the section", () => {
  test("counts what was tried and had an effect", () => {
    const missed = { ...result, ruleset: "source/just-below", effect: undefined, notRun: "late" };
    const slow = { ...result, ruleset: "source/upper-half", secondsUntilBack: 12 };
    const page = renderLockouts([result, slow, missed]);
    expect(page).toContain("100 rulesets in the list, 2 tried, 0 lock-outs, 2 survived");
    expect(page).toMatch(
      /wrong source.* \| 9 +\| 2 +\| 2 +\| 0 +\| 0 +\| 10\.1 +\| 10\.1 +\| 11\.4 +\| 12\.0 /,
    );
    expect(page).not.toContain("Not survived");
  });

  test("names lock-outs and what else was wrong", () => {
    const page = renderLockouts([{ ...result, lockedOut: true, problems: ["gone: table ip x"] }]);
    expect(page).toContain("1 tried, 1 lock-outs, 0 survived");
    expect(page).toContain("- `source/private`: no new login");
    expect(page).toContain("- `source/private`: gone: table ip x");
  });

  test("shows what deploys end with", () => {
    const screen = ["firewall · node1: node1: firewall: failed: no new connection came through"];
    const page = renderLockouts([
      { ...result, ruleset: "deploy/redirected-port", kind: "others", by: "deploy", screen },
    ]);
    expect(page).toMatch(/`deploy\/redirected-port` \| node1: firewall: failed: no new connection/);
  });
});
