import { parseArgs } from "node:util";
import { Lab } from "../lab";
import { toolchainOf } from "../lab/toolchain";
import { runnerToolchain } from "./deploy/runner-toolchain";
import { writeSection } from "./docs/write";
import { CELLS, EngineCell, engineOf } from "./engines/cells";
import { deployProject } from "./engines/deploy";
import { followRecipe, Project } from "./engines/project";
import { keep, readResults, renderResults } from "./engines/results";
import { NODES, synthesise, Synthesised } from "./engines/synth";
import { labCanRun } from "./lab-can-run";
import { main, say } from "./script";

const USAGE = `usage: npm run test:engines [-- ${CELLS.map(({ name }) => name).join(" | ")}]`;

/** npm run test:engines: the documentation's recipes, followed in empty folders, under every library and engine. */
main(async (args) => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { help: { type: "boolean", short: "h", default: false } },
  });
  const unknown = positionals.filter((given) => !CELLS.some(({ name }) => name === given));
  if (values.help || unknown.length > 0) {
    say([...unknown.map((name) => `there is no ${name}`), USAGE].join("\n"));
    return unknown.length > 0 ? 2 : 0;
  }
  if (!(await labCanRun())) return 1;
  const cells = CELLS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const projects = new Map<string, { project: Project; stacks: Synthesised[] }>();
  for (const library of new Set(cells.map((cell) => cell.library))) {
    const project = await followRecipe(library, say);
    const stacks: Synthesised[] = [];
    for (const major of NODES) stacks.push(await synthesise(project, major));
    projects.set(library, { project, stacks });
  }
  const different = differing([...projects.values()].flatMap(({ stacks }) => stacks));
  different.forEach(say);
  let failed = different.length;
  for (const cell of cells) {
    const problems = await runCell(cell, projects.get(cell.library)!, different);
    problems.forEach((problem) => say(`${cell.name}: ${problem}`));
    if (problems.length > 0) failed += 1;
  }
  await writeSection("engines.md", "engines", renderResults(readResults()));
  say(`${cells.length} run, ${failed} with problems`);
  return failed === 0 ? 0 : 1;
});

/** Whose stack is another one than the first. */
function differing([first, ...others]: readonly Synthesised[]): string[] {
  return others
    .filter(({ json }) => json !== first.json)
    .map(({ by }) => `${by}: synthesises another stack than ${first.by}`);
}

async function runCell(
  cell: EngineCell,
  { project, stacks }: { project: Project; stacks: readonly Synthesised[] },
  different: readonly string[],
): Promise<readonly string[]> {
  const engine = await engineOf(cell.engine, say);
  const toolchain = await runnerToolchain(await toolchainOf(engine, say), say);
  say(`${cell.name}: ${toolchain.description}`);
  // Bare hosts for every cell: nothing is left of the one before.
  const lab = await Lab.up({ name: "engines", log: say });
  try {
    const { seconds, problems } = await deployProject(project, { lab, toolchain });
    const result = {
      library: cell.library,
      engine: cell.engine,
      versions: {
        library: `${cell.library} ${project.version}`,
        engine: `${engine.product} ${engine.version}${toolchain.standIns ? ", lab stand-ins" : ""}`,
      },
      nodes: stacks.map(({ node }) => node),
      seconds: { install: project.secondsToInstall, deploy: seconds },
      date: new Date().toISOString().slice(0, 10),
      problems: [...different, ...problems],
    };
    keep(result);
    say(`${cell.name}: ${seconds.toFixed(0)} s, ${problems.length} problems`);
    return problems;
  } finally {
    await lab.down();
  }
}
