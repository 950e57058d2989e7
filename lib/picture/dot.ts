import { sitesOf } from "../topology/failures";
import { printable } from "../topology/printable";
import type { Drawing } from "./drawing";
import { legend, linesOf, siteNote, type Line } from "./lines";

/** Each is legible on white and on GitHub's dark page: the picture has no background of its own. */
export const COLOURS = { onPage: "#747c85", wan: "#b56402", node: "#2563b8", onNode: "#ffffff" };

/** A text as a string of DOT, in which a backslash begins one of Graphviz's own escapes and an ampersand an entity of HTML. */
export function dotText(text: string): string {
  return `"${printable(text).replace(/[\\"]/g, "\\$&").replace(/&/g, "&amp;")}"`;
}

/** Several lines, centred. */
function dotLines(...lines: string[]): string {
  return lines.length === 0 ? dotText("") : lines.map(dotText).join(' + "\\n" + ');
}

/** The picture in Graphviz's language. */
export function dot(drawing: Drawing): string {
  const sites = sitesOf(drawing);
  const lines = linesOf(drawing);
  const clusters = sites.flatMap((site, index) => [
    `  subgraph cluster_${index} {`,
    `    graph [label=${dotLines(site, siteNote(drawing, site))}, margin=16]`,
    // From left to right Graphviz stacks them bottom up.
    ...drawing.nodes
      .flatMap((node, place) =>
        node.site === site ? [`    n${place} [label=${dotLines(node.name, node.reached)}]`] : [],
      )
      .reverse(),
    "  }",
  ]);
  const firstOf = (site: number): number =>
    drawing.nodes.findIndex((node) => node.site === sites[site]);
  return [
    "digraph topology {",
    `  graph [${GRAPH}]`,
    `  node [${NODE}]`,
    `  edge [${FONT}, fontsize=11, fontcolor="${COLOURS.onPage}", penwidth=1.8, arrowsize=0.8]`,
    ...clusters,
    ...lines.map((line) => edge(line, firstOf)),
    `  graph [label=${dotLines(...legend(lines))}, labelloc=b, fontsize=11]`,
    "}",
    "",
  ].join("\n");
}

const FONT = 'fontname="Helvetica,Arial,sans-serif"';
const GRAPH = [
  ...[
    "bgcolor=transparent",
    "compound=true",
    "rankdir=LR",
    "nodesep=0.4",
    "ranksep=1.8",
    "pad=0.1",
  ],
  ...[FONT, "fontsize=13", `fontcolor="${COLOURS.onPage}"`],
  ...[`color="${COLOURS.onPage}"`, "style=rounded"],
].join(", ");
const NODE = [
  ...["shape=box", 'style="rounded,filled"', 'margin="0.2,0.1"', `fillcolor="${COLOURS.node}"`],
  ...[`color="${COLOURS.node}"`, FONT, "fontsize=12", `fontcolor="${COLOURS.onNode}"`],
].join(", ");

function edge(line: Line, firstOf: (site: number) => number): string {
  const { between, ends, isWan, isArrow, label } = line;
  const places = between === "nodes" ? ends : ends.map(firstOf);
  const attributes = [
    ...(isWan ? [`color="${COLOURS.wan}"`, "style=dashed"] : [`color="${COLOURS.onPage}"`]),
    // Nodes of one site stand side by side.
    ...(isWan ? [] : ["constraint=false"]),
    ...(isArrow ? [] : ["dir=none"]),
    ...(label === "" ? [] : [`label=${dotText(label)}`]),
    ...(between === "sites" ? [`ltail=cluster_${ends[0]}`, `lhead=cluster_${ends[1]}`] : []),
  ];
  return `  n${places[0]} -> n${places[1]} [${attributes.join(", ")}]`;
}
