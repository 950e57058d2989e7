import { sitesOf } from "../topology/failures";
import type { Drawing } from "./drawing";
import { linesOf, siteNote, type Line } from "./lines";

/** A text as it stands between the quotes of a label: Mermaid reads HTML and its own marks there, so all but plain signs are given by their numbers. */
export function mermaidText(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{M} _.,:()-]/gu, (sign) => `#${sign.codePointAt(0)};`);
}

/** The picture in Mermaid's language. */
export function mermaid(drawing: Drawing): string {
  const quotedLines = (...lines: string[]): string => `"${lines.map(mermaidText).join("<br>")}"`;
  return [
    "flowchart LR",
    ...sitesOf(drawing).flatMap((site, index) => [
      `  subgraph s${index}[${quotedLines(site, siteNote(drawing, site))}]`,
      ...drawing.nodes.flatMap((node, place) =>
        node.site === site ? [`    n${place}[${quotedLines(node.name, node.reached)}]`] : [],
      ),
      "  end",
    ]),
    ...linesOf(drawing).map(link),
    "",
  ].join("\n");
}

function link({ between, ends: [from, to], isWan, isArrow, label }: Line): string {
  const letter = between === "nodes" ? "n" : "s";
  const [begin, end] = isWan ? ["-.", isArrow ? ".->" : ".-"] : ["--", isArrow ? "-->" : "---"];
  const bare = isWan ? `-${end}` : end;
  const line = label === "" ? bare : `${begin} "${mermaidText(label)}" ${end}`;
  return `  ${letter}${from} ${line} ${letter}${to}`;
}
