import { median, replaceSection, table } from "../../../scripts/docs/markdown";

describe("the figures in the documentation", () => {
  test("the median is not moved by one slow run", () => {
    expect(median([1, 100, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(() => median([])).toThrow("nothing");
  });

  test("a table is aligned", () => {
    expect(table(["nodes", "s"], [["3", "0.90"]])).toEqual([
      "| nodes | s    |",
      "| ----- | ---- |",
      "| 3     | 0.90 |",
    ]);
  });

  test("replacing a section leaves the prose and the other sections alone", () => {
    const document =
      "a\n<!-- x: begin -->\nold\n<!-- x: end -->\nb\n<!-- y: begin --><!-- y: end -->";
    const once = replaceSection(document, "x", ["new"]);
    expect(once).toBe(
      "a\n<!-- x: begin -->\n\nnew\n\n<!-- x: end -->\nb\n<!-- y: begin --><!-- y: end -->",
    );
    expect(replaceSection(once, "x", ["new"])).toBe(once);
    expect(() => replaceSection(document, "z", [])).toThrow("no section");
  });
});
