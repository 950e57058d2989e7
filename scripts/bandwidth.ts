import * as fs from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { Lab } from "../lab";
import { cacheDirectory } from "../lab/cache";
import { flood, UPLINK_MEGABITS, type Flood } from "./bandwidth/flood";
import { renderResults, type FloodResult } from "./bandwidth/results";
import { deployApp } from "./demo/deploy-on-lab";
import { writeSection } from "./docs/write";
import { labCanRun } from "./lab-can-run";
import { main, say } from "./script";

const USAGE = "usage: npm run test:bandwidth [-- [--seconds N] [--megabits N]]";
const LAB = "bandwidth-flood";
const TIMERS = ["corosync's own", "the article's"];
const [WITHOUT, WITH] = ["not set", "set"];

/** npm run test:bandwidth: the same flood over the tunnels with and without the prop, for two sets of timers. */
main(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: "string", default: "60" },
      megabits: { type: "string", default: "300" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const asked: Flood = { megabits: Number(values.megabits), seconds: Number(values.seconds) };
  const isSound = asked.seconds >= 10 && asked.seconds <= 3600 && asked.megabits >= 1;
  if (values.help || !isSound) {
    say(`${USAGE}, 10 to 3600 seconds`);
    return values.help ? 0 : 2;
  }
  if (!(await labCanRun())) return 1;
  const results: FloodResult[] = [];
  // One after another: two floods at once would measure the machine.
  for (const timers of TIMERS) results.push(...(await floods(timers, asked)));
  await writeSection("bandwidth.md", "floods", renderResults(results, asked));
  const harmed = results.filter(({ counts }) => counts.linksDown + counts.membershipsFormed > 0);
  const surprises = [
    ...harmed
      .filter(({ bandwidth }) => bandwidth === WITH)
      .map(({ timers }) => `${timers}: harmed although bandwidth is set`),
    ...(harmed.some(({ bandwidth }) => bandwidth === WITHOUT)
      ? []
      : ["the flood harms nobody: it proves nothing"]),
  ];
  surprises.forEach(say);
  return surprises.length === 0 ? 0 : 1;
});

async function floods(timers: string, asked: Flood): Promise<FloodResult[]> {
  const directory = path.join(cacheDirectory(), LAB);
  fs.rmSync(directory, { recursive: true, force: true });
  fs.mkdirSync(directory, { recursive: true });
  const lab = await Lab.up({ name: LAB, nodes: 3 });
  try {
    const results: FloodResult[] = [];
    for (const bandwidth of [WITHOUT, WITH]) {
      const env = { TIMERS: timers, SHAPED: bandwidth === WITH ? "1" : "" };
      await deployApp(lab, directory, "shaped", env);
      const uplinks = Object.fromEntries(
        lab.nodes.map((node) => [node, { megabitsPerSecond: UPLINK_MEGABITS }]),
      );
      await lab.wan({ uplinks });
      const counts = await flood(lab, asked);
      say(`${timers}, bandwidth ${bandwidth}: ${JSON.stringify(counts)}`);
      results.push({ timers, bandwidth, counts });
      await lab.wan({ uplinks: Object.fromEntries(lab.nodes.map((node) => [node, null])) });
    }
    return results;
  } finally {
    await lab.down();
  }
}
