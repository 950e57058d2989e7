import * as fc from "fast-check";
import { instance } from "@viz-js/viz";
import { svg } from "../../../cli/topology";
import { COLOURS, dot, dotText, type Drawing } from "../../../lib/picture";
import { printable } from "../../../lib/topology/printable";
import { drawing } from "./drawings";

/** The texts of a picture, as a reader of SVG sees them. */
function textsOf(picture: string): string[] {
  const plain: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return [...picture.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) =>
    text
      .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
      .replace(/&(amp|lt|gt|quot|apos);/g, (_, name) => plain[name])
      .replace(/\u00a0/g, " "),
  );
}

const nasty = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
const breaking = fc
  .array(
    fc.constantFrom('"', "\\", "\\N", "\\l", "&lt;", "&", "<b>", "]", "}", ";", "\n", "é", "//"),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => `x${parts.join("")}x`);

test("whatever the names are, Graphviz shows them and nothing else of them", async () => {
  const viz = await instance();
  fc.assert(
    fc.property(fc.oneof(nasty, breaking), fc.oneof(nasty, breaking), (site, name) => {
      const text = dot(drawing([`${site}-`], [`-${name}`]));
      const shown = textsOf(viz.renderString(text, { format: "svg" }));
      const spaced = (one: string): string => one.replace(/\s/gu, " ").trimEnd();
      expect(shown.map(spaced)).toEqual([
        spaced(printable(`${site}-`)),
        "1 of 1 votes",
        spaced(printable(`-${name}`)),
        "IPv4",
      ]);
    }),
    { numRuns: 300 },
  );
});

test("a text of nothing special is itself", () => {
  expect(dotText("node-1")).toBe('"node-1"');
});

test("local tunnels are solid, those over the WAN are dashed and in another colour", () => {
  const lines = dot(drawing(["a", "a", "b"])).split("\n");
  const edges = lines.filter((line) => line.includes("->"));
  expect(edges.map((line) => line.includes("dashed"))).toEqual([false, true, true]);
  expect(edges.map((line) => line.includes(COLOURS.wan))).toEqual([false, true, true]);
});

test("an arrow goes from the end that opens the tunnel", () => {
  const plain = drawing(["a", "b"]);
  const oneWay: Drawing = {
    ...plain,
    tunnels: [{ ends: ["node2", "node1"], opensOneWay: true, notes: ["IPv6"] }],
  };
  const [edge] = dot(oneWay).match(/n1 -> n0.*/)!;
  expect(edge).toContain('label="IPv6"');
  expect(edge).not.toContain("dir=none");
  expect(dot(oneWay)).toContain("arrow: ");
  expect(dot(plain)).not.toContain("arrow: ");
});

test("a large cluster has one line for each WAN link, with its number of tunnels", () => {
  const edges = dot(drawing(["a", "a", "a", "b", "b", "c", "c"])).match(/->.*/g)!;
  expect(edges.map((edge) => /label="([^"]*)"/.exec(edge)![1])).toEqual([
    "6 tunnels",
    "6 tunnels",
    "4 tunnels",
  ]);
  expect(edges.every((edge) => /ltail=cluster_\d, lhead=cluster_\d/.test(edge))).toBe(true);
});

test("sites say their votes, and whether HA is used on them", async () => {
  const picture = await svg({ ...drawing(["east", "east", "west"]), haSites: ["east"] });
  expect(textsOf(picture)).toEqual(
    expect.arrayContaining(["east", "2 of 3 votes, HA", "west", "1 of 3 votes"]),
  );
});

/** Of WCAG 2. */
function contrast(one: string, other: string): number {
  const [a, b] = [one, other].map((colour) => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const part = parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

test.each(["#ffffff", "#0d1117"])("text and lines are legible on %s", (page) => {
  expect(contrast(COLOURS.onPage, page)).toBeGreaterThan(4);
  expect(contrast(COLOURS.wan, page)).toBeGreaterThan(4);
  expect(contrast(COLOURS.node, page)).toBeGreaterThan(3);
  expect(contrast(COLOURS.onNode, COLOURS.node)).toBeGreaterThan(4.5);
});
