import * as fc from "fast-check";
import {
  breaks,
  cutsBetween,
  outcomeOf,
  pairsOfFailures,
  quorumOf,
  singleFailures,
  votesNeeded,
  type Failure,
  type Voters,
} from "../../../lib/topology";
import { allSettlements } from "./settlements";

/** Nodes 1, 2, … on these sites. */
const on = (...sites: string[]): Voters => ({
  nodes: sites.map((site, index) => ({ name: `${index + 1}`, site })),
});
const node = (name: string): Failure => ({ kind: "node", names: [name] });
const site = (name: string): Failure => ({ kind: "site", names: [name] });
const link = (...names: string[]): Failure => ({ kind: "link", names });

const ARTICLE = on("east", "east", "west");
const TWO_AND_TWO = on("a", "a", "b", "b");
const FIVE = on("a", "a", "b", "b", "c");

test.each<[string, Voters, Failure[], { sides: string; keep: string; lose: string }]>([
  ["nothing", ARTICLE, [], { sides: "east+west", keep: "123", lose: "" }],
  ["one of two in a city", ARTICLE, [node("1")], { sides: "east+west", keep: "23", lose: "" }],
  ["the lone one", ARTICLE, [node("3")], { sides: "east", keep: "12", lose: "" }],
  ["the city with two", ARTICLE, [site("east")], { sides: "", keep: "", lose: "3" }],
  ["the link", ARTICLE, [link("east", "west")], { sides: "east", keep: "12", lose: "3" }],
  [
    "link and node",
    ARTICLE,
    [link("east", "west"), node("1")],
    { sides: "", keep: "", lose: "23" },
  ],
  ["2+2: a node", TWO_AND_TWO, [node("1")], { sides: "a+b", keep: "234", lose: "" }],
  ["2+2: a site", TWO_AND_TWO, [site("a")], { sides: "", keep: "", lose: "34" }],
  ["2+2: the link", TWO_AND_TWO, [link("a", "b")], { sides: "", keep: "", lose: "1234" }],
  ["five: a site of two", FIVE, [site("a")], { sides: "b+c", keep: "345", lose: "" }],
  ["five: two sites", FIVE, [site("a"), site("c")], { sides: "", keep: "", lose: "34" }],
  // Whichever side c takes has three votes, so c cannot lose.
  ["five: a-b", FIVE, [link("a", "b")], { sides: "a+c or b+c", keep: "5", lose: "" }],
  // One of b is enough for a, both of them are for c: everybody can be on the other side.
  ["five: a-c", FIVE, [link("a", "c")], { sides: "a+b or b+c", keep: "", lose: "" }],
  [
    "five: a cut off",
    FIVE,
    [link("a", "b"), link("a", "c")],
    { sides: "b+c", keep: "345", lose: "12" },
  ],
])("%s", (_, voters, failures, expected) => {
  const { sides, keep, lose } = outcomeOf(voters, failures);
  expect({
    sides: sides.map((side) => side.join("+")).join(" or "),
    keep: keep.join(""),
    lose: lose.join(""),
  }).toEqual(expected);
});

test("an even number of votes can divide evenly although a site in the middle sees both ends", () => {
  const outcome = outcomeOf(on("a", "a", "b", "b", "c", "c"), [link("a", "b")]);
  expect(outcome.sides).toEqual([
    ["a", "c"],
    ["b", "c"],
  ]);
  expect(outcome.mayStop).toBe(true);
  expect(outcome.keep).toEqual([]);
});

test("every failure by itself, and every two that are more than one of them", () => {
  const words = (failures: Failure[]): string =>
    failures.map(({ kind, names }) => `${kind} ${names.join("-")}`).join(" & ");
  expect(singleFailures(ARTICLE).map((one) => words([one]))).toEqual([
    "node 1",
    "node 2",
    "node 3",
    "site east",
    "site west",
    "link east-west",
  ]);
  // Both of a city are that city, a lone node is its site, and a link to what is down is no link.
  expect(pairsOfFailures(ARTICLE).map(words)).toEqual([
    "node 1 & node 3",
    "node 1 & link east-west",
    "node 2 & node 3",
    "node 2 & link east-west",
  ]);
});

test("a cluster on one site has no site or link that could fail", () => {
  expect(singleFailures(on("a", "a")).map(({ kind }) => kind)).toEqual(["node", "node"]);
});

test("32 sites are counted at once", () => {
  const sites = Array.from({ length: 32 }, (_, index) => `site${index}`);
  const holds = quorumOf(on(...sites)).map(({ holdsQuorum }) => holdsQuorum);
  expect(new Set(holds)).toEqual(new Set([false]));
}, 2000);

const voters = fc
  .array(fc.constantFrom("a", "b", "c", "d"), { minLength: 1, maxLength: 6 })
  .map((sites) => on(...sites));
const voting = voters.chain((some) => {
  const singles = singleFailures(some);
  return fc
    .subarray(singles, { maxLength: Math.min(3, singles.length) })
    .map((failures) => [some, failures] as [Voters, Failure[]]);
});

test("is what comes out when every way to settle is tried, node by node", () => {
  fc.assert(
    fc.property(voting, ([some, failures]) => {
      const needed = votesNeeded(some.nodes.length);
      const alive = some.nodes.filter((one) => !breaks(failures, one));
      const isCut = cutsBetween(failures);
      const settlements = allSettlements(alive, (one, other) => !isCut(one.site, other.site));
      const hasQuorum = (settled: (typeof alive)[], one: (typeof alive)[number]): boolean =>
        settled.some((part) => part.includes(one) && part.length >= needed);
      const namesWhere = (is: (one: (typeof alive)[number]) => boolean): string[] =>
        alive.filter(is).map(({ name }) => name);

      const outcome = outcomeOf(some, failures);
      expect({ keep: outcome.keep, lose: outcome.lose, mayStop: outcome.mayStop }).toEqual({
        keep: namesWhere((one) => settlements.every((settled) => hasQuorum(settled, one))),
        lose: namesWhere((one) => !settlements.some((settled) => hasQuorum(settled, one))),
        mayStop: settlements.some((settled) => !settled.some((part) => part.length >= needed)),
      });
    }),
    { numRuns: 2000 },
  );
});

test("a majority, and so at most one side at a time", () => {
  fc.assert(
    fc.property(voting, ([some, failures]) => {
      const needed = votesNeeded(some.nodes.length);
      expect(2 * needed).toBeGreaterThan(some.nodes.length);
      expect(2 * (needed - 1)).toBeLessThanOrEqual(some.nodes.length);
      const alive = some.nodes.filter((one) => !breaks(failures, one));
      const isCut = cutsBetween(failures);
      for (const settled of allSettlements(alive, (a, b) => !isCut(a.site, b.site))) {
        expect(settled.filter((part) => part.length >= needed).length).toBeLessThanOrEqual(1);
      }
      // Two sides that could have it share a node, so they cannot have it at the same time.
      const { sides } = outcomeOf(some, failures);
      for (const one of sides) {
        for (const other of sides) expect(one.some((name) => other.includes(name))).toBe(true);
      }
    }),
  );
});

test("what fails is on no list, and everybody else is on one", () => {
  fc.assert(
    fc.property(voting, ([some, failures]) => {
      const { keep, either, lose } = outcomeOf(some, failures);
      const alive = some.nodes.filter((one) => !breaks(failures, one)).map(({ name }) => name);
      expect([...keep, ...either, ...lose].sort()).toEqual(alive.sort());
    }),
  );
});

test("a node that is down never gives another one quorum", () => {
  fc.assert(
    fc.property(voters, fc.nat(), (some, which) => {
      const failing = some.nodes[which % some.nodes.length];
      for (const failures of [[], ...singleFailures(some).map((one) => [one])]) {
        const before = outcomeOf(some, failures);
        const after = outcomeOf(some, [...failures, node(failing.name)]);
        const couldBefore = [...before.keep, ...before.either];
        expect(couldBefore).toEqual(expect.arrayContaining([...after.keep, ...after.either]));
      }
    }),
  );
});

test("the order of failures, of a link's ends and of nodes does not matter", () => {
  const sorted = (some: Voters, failures: readonly Failure[]) => {
    const { sides, keep, either, lose, mayStop } = outcomeOf(some, failures);
    const sets = [keep, either, lose].map((names) => [...names].sort());
    return [sides.map((side) => [...side].sort().join()).sort(), ...sets, mayStop];
  };
  fc.assert(
    fc.property(voting, ([some, failures]) => {
      const turned = failures
        .map(({ kind, names }) => ({ kind, names: [...names].reverse() }))
        .reverse();
      const others = { nodes: [...some.nodes].reverse() };
      expect(sorted(others, turned)).toEqual(sorted(some, failures));
    }),
  );
});
