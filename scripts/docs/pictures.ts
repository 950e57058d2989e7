import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { synthesisedStacks } from "../../cli/stacks";
import { topologiesOf } from "../../cli/synthesised";
import { svg } from "../../cli/topology";
import { mermaid, outcomesOf, outcomeTable, type Drawing } from "../../lib/picture";
import { PROJECT } from "../deploy/run";
import { replaceSection } from "./markdown";

const PAGE = "docs/quorum.md";

/** What the files with pictures and tables have to hold, by their paths. */
export async function picturePages(): Promise<Record<string, string>> {
  const [article, threeSites] = await Promise.all(
    ["main.ts", "examples/three-sites.ts"].map(drawingOfProgram),
  );
  const single = outcomesOf(threeSites).filter(({ failures }) => failures.length === 1);
  const sections = {
    article: outcomeTable(article),
    mermaid: ["```mermaid", ...mermaid(article).trimEnd().split("\n"), "```"],
    "three sites": outcomeTable(threeSites, single),
  };
  const page = Object.entries(sections).reduce(
    (text, [section, lines]) => replaceSection(text, section, lines),
    fs.readFileSync(path.join(PROJECT, PAGE), "utf8"),
  );
  return {
    "docs/topology.svg": await svg(article),
    "docs/topology-three-sites.svg": await svg(threeSites),
    [PAGE]: page,
  };
}

/** What a program of cdktf synthesises. */
async function drawingOfProgram(program: string): Promise<Drawing> {
  const output = fs.mkdtempSync(path.join(os.tmpdir(), "pve-wan-pictures-"));
  try {
    await promisify(execFile)(process.execPath, ["-r", "tsx/cjs", program], {
      cwd: PROJECT,
      env: { ...process.env, CDKTF_OUTDIR: output },
    });
    const [stack] = synthesisedStacks(output);
    const [drawing] = Object.values(topologiesOf(stack));
    return drawing;
  } finally {
    fs.rmSync(output, { recursive: true });
  }
}
