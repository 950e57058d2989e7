import * as path from "node:path";
import { Log } from "../cache";
import { run } from "../command";
import { ask, which } from "./program";
import { atLeast, OLDEST_GO, parseGoVersion } from "./version";

const wanted = `Go >= ${OLDEST_GO[0]}.${OLDEST_GO[1]}`;

/** Where Go is, or why not. */
export async function findGo(
  env: NodeJS.ProcessEnv,
): Promise<{ program: string } | { missing: string }> {
  const program = which("go", env);
  if (!program) return { missing: `${wanted} is not on PATH` };
  const output = (await ask(program, ["version"], env)).trim();
  const version = parseGoVersion(output);
  if (!version) return { missing: `${wanted}: ${program} does not tell its version: ${output}` };
  if (!atLeast(version, OLDEST_GO)) return { missing: `${wanted}: ${program} is ${output}` };
  return { program };
}

/** Builds packages of one of our Go modules; the same sources give the same bytes anywhere. */
export async function goBuild(
  module: string,
  packages: string[],
  target: string,
  flags: string[],
  log: Log,
): Promise<void> {
  const go = await findGo(process.env);
  if ("missing" in go) {
    const what = `${go.missing}, and is needed to build ${packages.join(" ")}`;
    throw new Error(`${what}: install it, or see docs/toolchain.md for what to install instead`);
  }
  const env = { ...process.env, CGO_ENABLED: "0", GOWORK: "off" };
  const argv = [go.program, "build", "-trimpath", "-buildvcs=false", ...flags, "-o", target];
  await run(
    [...argv, ...packages],
    { cwd: module, env, onLine: log },
    `${path.basename(module)}: go build ${packages.join(" ")}`,
  );
}
