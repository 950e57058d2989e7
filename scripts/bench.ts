import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { benchDeploy } from "./bench/deploy";
import { benchImport } from "./bench/import";
import { replaceSection } from "./docs/markdown";
import { benchSynth } from "./bench/synth";
import { PROJECT } from "./deploy/run";
import { main, say } from "./script";

const PERFORMANCE = path.join(PROJECT, "docs/performance.md");
const PARTS: Record<string, (log: (line: string) => void) => Promise<string[]>> = {
  import: benchImport,
  synth: benchSynth,
  deploy: benchDeploy,
};

/** npm run bench [-- import|synth|deploy]: measures and puts the figures into docs/performance.md. */
main(async (args) => {
  const unknown = args.filter((part) => !(part in PARTS));
  if (unknown.length > 0) {
    say(`${unknown.join(", ")}: there are ${Object.keys(PARTS).join(", ")}`);
    return 2;
  }
  if (os.loadavg()[0] > os.cpus().length / 2) {
    say(`the machine is busy (load ${os.loadavg()[0].toFixed(1)}): the figures will be too high`);
  }
  for (const part of args.length > 0 ? args : Object.keys(PARTS)) {
    const figures = await PARTS[part](say);
    const where = `Measured on ${os.cpus().length} × ${os.cpus()[0].model.trim()}, Node ${process.versions.node}.`;
    const document = fs.readFileSync(PERFORMANCE, "utf8");
    fs.writeFileSync(PERFORMANCE, replaceSection(document, part, [where, "", ...figures]));
    say(`${part}: written to docs/performance.md`);
  }
  return 0;
});
