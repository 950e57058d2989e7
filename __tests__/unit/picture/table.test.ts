import { outcomesOf, outcomeTable } from "../../../lib/picture";
import { drawing } from "./drawings";

const rowsOf = (...sites: string[]): string[][] =>
  outcomeTable(drawing(sites))
    .slice(2)
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    );

test("the article's cluster", () => {
  expect(rowsOf("east", "east", "west")).toEqual([
    ["node1", "node2, node3", "nobody"],
    ["node2", "node1, node3", "nobody"],
    ["node3", "all of east", "nobody"],
    ["site east", "nobody", "node3"],
    ["site west", "all of east", "nobody"],
    ["the link east – west", "all of east", "node3"],
    ["node1 and node3", "nobody", "node2"],
    ["node1 and the link east – west", "nobody", "node2, node3"],
    ["node2 and node3", "nobody", "node1"],
    ["node2 and the link east – west", "nobody", "node1, node3"],
  ]);
});

test.each([
  // Whichever side b takes.
  [["a", "b", "c"], "either node1, node2; or node2, node3", "whoever is not on that side"],
  // The three of a are enough by themselves, and b may take either side.
  [["a", "a", "a", "b", "c"], "all of a, perhaps with node4", "node5; perhaps node4"],
  // Where those of b part, it is three against three.
  [
    ["a", "a", "b", "b", "c", "c"],
    "either all of a, all of b; or all of b, all of c; or nobody",
    "whoever is not on that side",
  ],
])("%j, without the link a – c", (sites, keeps, loses) => {
  expect(rowsOf(...sites)).toContainEqual(["the link a – c", keeps, loses]);
});

test("a name is text in Markdown too", () => {
  expect(outcomeTable(drawing(["_a_", "_a_"], ["x_1", "y_1"])).join()).toContain("x\\_1");
});

test("has a row for each outcome", () => {
  const some = drawing(["a", "a", "b", "b", "c"]);
  expect(outcomeTable(some)).toHaveLength(outcomesOf(some).length + 2);
  expect(outcomesOf(some).length).toBeGreaterThan(40);
});
