import { Place, PLACES } from "../../../scripts/faults/places";
import { isOver, isReached, unfinishedSteps } from "../../../scripts/faults/trigger";
import { Span, StepName } from "../../../scripts/demo/timeline";

const names = new Map<string, StepName>([
  ["a.hosts_node1", { step: "hosts", node: "node1" }],
  ["a.hosts_node2", { step: "hosts", node: "node2" }],
  ["a.join_node2", { step: "join", node: "node2" }],
  ["a.join_node3", { step: "join", node: "node3" }],
]);
const place = (name: string): Place => PLACES.find((one) => one.name === name)!;
const begun = (address: string): Span => ({
  address,
  startedSeconds: 1,
  heardSeconds: 0,
  said: [],
});
const finished = (address: string): Span => ({ ...begun(address), finishedSeconds: 2 });

describe("a boundary", () => {
  test("is reached when the step was finished on all its nodes", () => {
    const first = finished("a.hosts_node1");
    expect(isReached(place("after-hosts"), [first], names)).toBe(false);
    expect(isReached(place("after-hosts"), [first, begun("a.hosts_node2")], names)).toBe(false);
    expect(isReached(place("after-hosts"), [first, finished("a.hosts_node2")], names)).toBe(true);
  });

  test("between two joins is that of the one node", () => {
    const spans = [finished("a.join_node2")];
    expect(isReached(place("after-join-node2"), spans, names)).toBe(true);
    expect(isReached(place("after-join-node3"), spans, names)).toBe(false);
  });

  test("of a step that nobody knows yet is not reached", () => {
    expect(isReached(place("after-create"), [], names)).toBe(false);
  });
});

describe("the inside of a step", () => {
  test("begins with it and ends with it", () => {
    expect(isReached(place("join"), [], names)).toBe(false);
    expect(isReached(place("join"), [begun("a.join_node2")], names)).toBe(true);
    expect(isOver(place("join"), [begun("a.join_node2")], names)).toBe(false);
    expect(isOver(place("join"), [finished("a.join_node2")], names)).toBe(true);
  });

  test("of one node is not that of another", () => {
    expect(isReached(place("join"), [begun("a.join_node3")], names)).toBe(false);
  });
});

test("the steps that did not come to their end", () => {
  const spans = [finished("a.hosts_node1"), begun("a.join_node2"), begun("a.other")];
  expect(unfinishedSteps(spans, names)).toEqual(["join · node2"]);
});
