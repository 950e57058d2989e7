import * as fs from "node:fs";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import { Lab, missingForLab } from "../lab";
import { cacheDirectory } from "../lab/cache";
import { missingForToolchain, toolchain } from "../lab/toolchain";
import { flood, UPLINK_MEGABITS, type Flood } from "./bandwidth/flood";
import { renderResults, type FloodResult } from "./bandwidth/results";
import { deployOnLab } from "./demo/deploy-on-lab";
import { PROJECT } from "./deploy/run";
import { replaceSection } from "./docs/markdown";
import { main, say } from "./script";

const USAGE = "usage: npm run test:bandwidth [-- [--seconds N] [--megabits N]]";
const PAGE = path.join(PROJECT, "docs/bandwidth.md");
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
  const missing = [...(await missingForLab()), ...(await missingForToolchain())];
  if (missing.length > 0) {
    say(`the lab cannot run here:\n  ${missing.join("\n  ")}`);
    return 1;
  }
  const results: FloodResult[] = [];
  // One after another: two floods at once would measure the machine.
  for (const timers of TIMERS) results.push(...(await floods(timers, asked)));
  await write(renderResults(results, asked));
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
      await deploy(lab, directory, { TIMERS: timers, SHAPED: bandwidth === WITH ? "1" : "" });
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

async function deploy(lab: Lab, directory: string, env: Record<string, string>): Promise<void> {
  const lines: string[] = [];
  const code = await deployOnLab({
    ...{ lab, toolchain: await toolchain(say), directory },
    onLine: (line) => void lines.push(line),
    app: "node -r tsx/cjs __tests__/lab/apps/shaped.ts",
    env: { ...process.env, ...env },
  });
  if (code !== 0) throw new Error(`the deploy failed:\n${lines.slice(-40).join("\n")}`);
}

async function write(lines: readonly string[]): Promise<void> {
  const text = replaceSection(fs.readFileSync(PAGE, "utf8"), "floods", lines);
  const config = (await resolveConfig(PAGE)) ?? {};
  fs.writeFileSync(PAGE, await format(text, { ...config, parser: "markdown" }));
}
