import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { PROJECT } from "../deploy/run";
import { synthesisedStacks } from "../../cli/stacks";
import { median, table } from "../docs/markdown";

/** Zero is what an app with the library and without a cluster takes. */
const SIZES = [0, 3, 8, 16, 32];
const RUNS = 5;

interface SynthFigures {
  readonly nodes: number;
  readonly seconds: number;
  readonly kilobytes: number;
  readonly resources: Record<string, number>;
}

/** What synthesis costs, by the app's own process: cdktf's command adds a constant of its own. */
export async function benchSynth(log: (line: string) => void): Promise<string[]> {
  const rows: SynthFigures[] = [];
  for (const nodes of SIZES) {
    const figures = await synth(nodes);
    log(`synth, ${nodes} nodes: ${figures.seconds.toFixed(2)} s`);
    rows.push(figures);
  }
  return table(
    ["nodes", "seconds", "JSON, kB", "null_resource", "per node"],
    rows.map(({ nodes, seconds, kilobytes, resources }) => [
      String(nodes),
      seconds.toFixed(2),
      kilobytes.toFixed(0),
      String(resources.null_resource ?? 0),
      nodes > 0 ? (resources.null_resource / nodes).toFixed(1) : "",
    ]),
  );
}

async function synth(nodes: number): Promise<SynthFigures> {
  const output = fs.mkdtempSync(path.join(os.tmpdir(), "pve-wan-bench-"));
  try {
    const seconds: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const began = process.hrtime.bigint();
      await promisify(execFile)(
        process.execPath,
        ["-r", "tsx/cjs", path.join(__dirname, "app.ts")],
        {
          cwd: PROJECT,
          env: { ...process.env, BENCH_NODES: String(nodes), CDKTF_OUTDIR: output },
        },
      );
      seconds.push(Number(process.hrtime.bigint() - began) / 1e9);
    }
    const [{ directory }] = synthesisedStacks(output);
    const text = fs.readFileSync(path.join(directory, "cdk.tf.json"), "utf8");
    const { resource = {} } = JSON.parse(text) as {
      resource?: Record<string, object>;
    };
    const resources = Object.fromEntries(
      Object.entries(resource).map(([type, byName]) => [type, Object.keys(byName).length]),
    );
    return { nodes, seconds: median(seconds), kilobytes: text.length / 1000, resources };
  } finally {
    fs.rmSync(output, { recursive: true });
  }
}
