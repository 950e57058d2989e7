import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { median, table } from "../docs/markdown";
import { installInto, packInto } from "../lint/tarball";

const RUNS = 9;
/** What every program of cdktf imports anyway, and then this library. */
const PROGRAM = `
const cost = (name) => {
  const [began, before] = [process.hrtime.bigint(), process.memoryUsage().rss];
  require(name);
  return [Number(process.hrtime.bigint() - began) / 1e6, (process.memoryUsage().rss - before) / 2 ** 20];
};
const others = ["cdktf", "@cdktf/provider-null/lib/provider", "@cdktf/provider-random/lib/provider"].map(cost);
const sum = (index) => others.reduce((total, one) => total + one[index], 0);
console.log(JSON.stringify({ others: [sum(0), sum(1)], own: cost("cdktf-proxmox-wan") }));
`;

type Cost = readonly [milliseconds: number, megabytes: number];

/** What importing the packed library adds to a program of cdktf. */
export async function benchImport(log: (line: string) => void): Promise<string[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pve-wan-bench-"));
  try {
    const project = path.join(folder, "project");
    await installInto(project, await packInto(folder));
    const runs: Record<"others" | "own", Cost>[] = [];
    for (let run = 0; run < RUNS; run++) {
      const options = { cwd: project };
      const { stdout } = await promisify(execFile)(process.execPath, ["-e", PROGRAM], options);
      runs.push(JSON.parse(stdout));
    }
    log(`import: ${RUNS} runs`);
    const figures = (part: "others" | "own"): string[] => [
      median(runs.map((run) => run[part][0])).toFixed(0),
      median(runs.map((run) => run[part][1])).toFixed(1),
    ];
    return table(
      ["import of", "milliseconds", "memory, MB"],
      [
        ["cdktf and the providers' bindings", ...figures("others")],
        ["cdktf-proxmox-wan, after them", ...figures("own")],
      ],
    );
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
