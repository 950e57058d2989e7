import * as path from "node:path";
import { Log } from "../../lab/cache";
import { which } from "../../lab/toolchain/program";
import { PROJECT } from "../deploy/run";
import { shellFiles } from "./shell-files";
import { shellcheck } from "./shellcheck";

export interface Check {
  readonly name: string;
  readonly argv: (log: Log) => Promise<string[]>;
  readonly cwd?: string;
  /** gofmt tells by its output, not by its status. */
  readonly mustBeSilent?: boolean;
}

/** Everything that is checked without running any of it. */
export function checks(): Check[] {
  return [
    { name: "eslint", argv: async () => node("eslint/bin/eslint.js", ".") },
    { name: "prettier", argv: async () => node("prettier/bin/prettier.cjs", "--check", ".") },
    { name: "types", argv: async () => node("typescript/bin/tsc", "--noEmit") },
    {
      name: "shellcheck",
      argv: async (log) => [...(await shellcheck(log)), ...(await shellFiles(PROJECT))],
    },
    { name: "api", argv: async () => script("scripts/api.ts", "--check") },
    { name: "package", argv: async () => script("scripts/lint/package.ts") },
    ...goChecks(),
  ];
}

function script(file: string, ...args: string[]): string[] {
  return [process.execPath, "-r", "tsx/cjs", path.join(PROJECT, file), ...args];
}

/** Go is needed only where providers must be built, so it is not asked for here. */
function goChecks(): Check[] {
  const module = path.join(PROJECT, "lab/providers");
  const [go, gofmt] = ["go", "gofmt"].map((name) => which(name, process.env));
  return [
    ...(gofmt
      ? [{ name: "gofmt", argv: async () => [gofmt, "-l", "."], cwd: module, mustBeSilent: true }]
      : []),
    ...(go ? goProgramChecks(go, module) : []),
  ];
}

function goProgramChecks(go: string, cwd: string): Check[] {
  return [
    { name: "go vet", argv: async () => [go, "vet", "./..."], cwd },
    { name: "go test", argv: async () => [go, "test", "-vet=off", "./..."], cwd },
  ];
}

function node(script: string, ...args: string[]): string[] {
  return [process.execPath, path.join(PROJECT, "node_modules", script), ...args];
}
