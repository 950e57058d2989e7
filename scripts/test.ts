import { missingForLab } from "../lab";
import { missingForToolchain } from "../lab/toolchain";
import { PROJECT } from "./deploy/run";
import { lint } from "./lint/lint";
import { main, say } from "./script";
import { jest, JestRun } from "./test/jest";
import { prepareForLab } from "./test/prepare";
import { add, durations, finalLine, NOTHING, Summary } from "./test/summary";

/** Lab tests mostly wait; each test file has a lab of its own. */
const LAB_WORKERS = 3;
const LAB_TEST_TIMEOUT_MINUTES = 10;

/** npm test: everything. `npm run test:unit` is the part for machines that cannot run the lab. */
main(async () => {
  let summary = NOTHING;
  const started = Date.now();
  try {
    summary = await everything();
  } catch (error) {
    say((error as Error).message);
    summary = add(summary, { ...NOTHING, failed: 1 });
  }
  summary.remarks.forEach(say);
  say(`${((Date.now() - started) / 60_000).toFixed(1)} minutes in all`);
  process.stdout.write(`${finalLine(summary)}\n`);
  return summary.failed === 0 && summary.passed > 0 ? 0 : 1;
});

async function everything(): Promise<Summary> {
  const missing = [...(await missingForLab()), ...(await missingForToolchain())];
  if (missing.length > 0) {
    say("npm test deploys onto a lab on this machine, which lacks:");
    missing.forEach((line) => say(`  ${line}`));
    say("Provide that and run npm test, or run npm run test:unit: it needs nothing of it.");
    return { ...NOTHING, failed: 1 };
  }
  say("sources");
  const lintSummary = await lint(say);
  say("unit tests");
  const unit = await jest(["unit"], []);
  tellDurations(unit);
  say("what the lab tests share: engine, providers, images");
  await prepareForLab(say);
  say("lab tests, and between them those of what users meet: package, examples, documentation");
  const lab = await jest(
    ["users", "lab"],
    [`--maxWorkers=${LAB_WORKERS}`, `--testTimeout=${LAB_TEST_TIMEOUT_MINUTES * 60_000}`],
  );
  tellDurations(lab);
  return add(lintSummary, unit.summary, lab.summary);
}

function tellDurations({ report }: JestRun): void {
  if (report) durations(report, PROJECT).forEach(say);
}
