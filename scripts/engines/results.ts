import * as fs from "node:fs";
import * as path from "node:path";
import { table } from "../docs/markdown";
import { engineTests, Library } from "./project";
import { EngineName } from "./cells";

/** One library and one engine, from an empty folder to a cluster. */
export interface EngineResult {
  readonly library: Library;
  readonly engine: EngineName;
  /** Of the library, and of the engine with where its providers came from. */
  readonly versions: { readonly library: string; readonly engine: string };
  /** Of Node.js whose synthesised stack was the same as that of all others. */
  readonly nodes: readonly string[];
  readonly seconds: { readonly install: number; readonly deploy: number };
  readonly date: string;
  readonly problems: readonly string[];
}

const FILE = path.join(engineTests(), "results.json");

/** The last result of each, with this one. */
export function keep(result: EngineResult): void {
  const others = readResults().filter(
    ({ library, engine }) => library !== result.library || engine !== result.engine,
  );
  const order = ({ library, engine }: EngineResult): string => `${library} ${engine}`;
  const all = [...others, result].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  fs.writeFileSync(FILE, JSON.stringify(all, null, 2));
}

export function readResults(): EngineResult[] {
  return fs.existsSync(FILE) ? (JSON.parse(fs.readFileSync(FILE, "utf8")) as EngineResult[]) : [];
}

export function renderResults(results: readonly EngineResult[]): string[] {
  return table(
    [
      "date",
      "library",
      "engine",
      "same JSON with Node",
      "install, s",
      "deploy and check, s",
      "result",
    ],
    results.map(({ date, versions, nodes, seconds, problems }) => [
      date,
      versions.library,
      versions.engine,
      nodes.join(", "),
      seconds.install.toFixed(0),
      seconds.deploy.toFixed(0),
      problems.length === 0 ? "every fact true, second deploy: no changes" : problems.join("; "),
    ]),
  );
}
