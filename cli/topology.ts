import * as fs from "node:fs";
import * as path from "node:path";
import { dot, mermaid, markdownText, outcomesOf, outcomeTable, type Drawing } from "../lib/picture";
import { votesNeeded } from "../lib/topology/outcomes";
import type { Stack } from "./stacks";
import { topologiesOf } from "./synthesised";

/** A cluster of a stack, and under what name its picture is kept. */
interface Cluster {
  /** `topology`, and with its path behind where a stack has several. */
  readonly file: string;
  /** Path of its construct. */
  readonly path: string;
  readonly drawing: Drawing;
}

function clustersOf(stack: Stack): Cluster[] {
  const found = Object.entries(topologiesOf(stack));
  return found.map(([construct, drawing]) => ({
    file: found.length === 1 ? "topology" : `topology-${construct.replace(/[^\w-]+/g, "-")}`,
    path: construct,
    drawing,
  }));
}

/**
 * Writes picture (SVG, Mermaid) and table (Markdown) of every cluster beside its synthesised stack.
 *
 * @returns what was written
 */
export async function writeTopology(stack: Stack): Promise<string[]> {
  const written: string[] = [];
  for (const { file, path: construct, drawing } of clustersOf(stack)) {
    const texts = {
      svg: await svg(drawing),
      mmd: mermaid(drawing),
      md: topologyPage(construct, drawing),
    };
    for (const [extension, text] of Object.entries(texts)) {
      const target = path.join(stack.directory, `${file}.${extension}`);
      fs.writeFileSync(target, text);
      written.push(target);
    }
  }
  return written;
}

/** The tables of all clusters of a stack, as they are written. */
export function topologyPages(stack: Stack): string {
  return clustersOf(stack)
    .map(({ path: construct, drawing }) => topologyPage(construct, drawing))
    .join("\n");
}

/** The same for programs. */
export function topologyJson(stack: Stack): string {
  const clusters = clustersOf(stack).map(({ path: construct, drawing }) => ({
    cluster: construct,
    votesNeeded: votesNeeded(drawing.nodes.length),
    ...drawing,
    outcomes: outcomesOf(drawing),
  }));
  return JSON.stringify(clusters, undefined, 2);
}

/** Graphviz comes as WebAssembly, is loaded only here, and lays a graph out the same way everywhere. */
export async function svg(drawing: Drawing): Promise<string> {
  const { instance } = await import("@viz-js/viz");
  return (await instance()).renderString(dot(drawing), { format: "svg" });
}

function topologyPage(construct: string, drawing: Drawing): string {
  const total = drawing.nodes.length;
  const needed = `${votesNeeded(total)} of ${total} votes are quorum.`;
  return [
    `# Quorum of ${markdownText(construct)}`,
    "",
    needed,
    "",
    ...outcomeTable(drawing),
    "",
  ].join("\n");
}
