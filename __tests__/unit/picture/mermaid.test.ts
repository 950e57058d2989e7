import * as fc from "fast-check";
import { mermaid, mermaidText } from "../../../lib/picture";
import { drawing } from "./drawings";

test("the article's cluster", () => {
  expect(mermaid({ ...drawing(["east", "east", "west"]), haSites: ["west"] })).toBe(
    `flowchart LR
  subgraph s0["east<br>2 of 3 votes"]
    n0["node1<br>IPv4"]
    n1["node2<br>IPv4"]
  end
  subgraph s1["west<br>1 of 3 votes, HA"]
    n2["node3<br>IPv4"]
  end
  n0 --- n1
  n0 -.- n2
  n1 -.- n2
`,
  );
});

test.each([
  ["a", "b", false, [], "n0 -.- n1"],
  ["a", "b", true, [], "n0 -.-> n1"],
  ["a", "b", true, ["IPv6"], 'n0 -. "IPv6" .-> n1'],
  ["a", "a", true, [], "n0 --> n1"],
  ["a", "a", false, ["own endpoints"], 'n0 -- "own endpoints" --- n1'],
])("%s to %s, from one end only: %s, notes %j: %s", (one, other, opensOneWay, notes, line) => {
  const [tunnel] = drawing([one, other]).tunnels;
  const text = mermaid({ ...drawing([one, other]), tunnels: [{ ...tunnel, opensOneWay, notes }] });
  expect(text.trimEnd().split("\n").pop()!.trim()).toBe(line);
});

test("a large cluster has one line for each WAN link", () => {
  const text = mermaid(drawing(["a", "a", "a", "b", "b", "b", "c"]));
  expect(text.match(/^ {2}s\d -\. .*$/gm)).toEqual([
    '  s0 -. "9 tunnels" .- s1',
    '  s0 -. "3 tunnels" .- s2',
    '  s1 -. "3 tunnels" .- s2',
  ]);
});

test("whatever the names are, they come out of their quotes as what they are", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const written = mermaidText(text);
      expect(written).toMatch(/^(?:[\p{L}\p{N}\p{M} _.,:()-]|#\d+;)*$/u);
      const read = written.replace(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
      expect(read).toBe(text);
    }),
  );
});
