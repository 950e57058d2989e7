import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { labCanRun } from "./lab-can-run";
import { main, say } from "./script";
import { jest } from "./test/jest";
import { prepareForLab } from "./test/prepare";
import { add, finalLine } from "./test/summary";

const USAGE = "usage: npm run test:strings [-- [--count N] [--seed N]]";
const HOURS = 3_600_000;

/** npm run test:strings: many texts through every string prop, the real engine, the real programs and a deploy. */
main(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      count: { type: "string", default: "10000" },
      seed: { type: "string", default: String(Date.now() % 2 ** 31) },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [count, seed] = [Number(values.count), Number(values.seed)];
  if (values.help || !Number.isInteger(count) || count < 100 || !Number.isInteger(seed)) {
    say(`${USAGE}, at least 100 texts`);
    return values.help ? 0 : 2;
  }
  if (!(await labCanRun())) return 1;
  say(`${count} texts, seed ${seed}`);
  await prepareForLab(say);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pve-wan-strings-"));
  const env = {
    ...process.env,
    STRINGS_RUNS: String(count),
    STRINGS_SEED: String(seed),
    STRINGS_CARRIED: path.join(folder, "carried"),
  };
  try {
    const props = await jest(["unit"], ["--testPathPatterns=unit/strings"], env);
    const options = ["--runInBand", `--testTimeout=${HOURS}`, "--testPathPatterns=lab/strings"];
    const programs = await jest(["lab"], options, env);
    const summary = add(props.summary, programs.summary);
    summary.remarks.forEach(say);
    process.stdout.write(`${finalLine(summary)}\n`);
    return summary.failed === 0 && summary.passed > 0 ? 0 : 1;
  } finally {
    fs.rmSync(folder, { recursive: true });
    say(`the same texts again: npm run test:strings -- --count ${count} --seed ${seed}`);
  }
});
