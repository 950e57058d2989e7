import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";

/** Where PATH leads to; a name with a slash stands for itself. */
export function which(name: string, env: NodeJS.ProcessEnv): string | undefined {
  if (name.includes("/")) return isProgram(name) ? path.resolve(name) : undefined;
  const directories = (env.PATH ?? "").split(path.delimiter).filter(Boolean);
  return directories.map((directory) => path.resolve(directory, name)).find(isProgram);
}

/** What a program prints about itself; an error of its own ends up in the output as well. */
export async function ask(program: string, args: string[], env: NodeJS.ProcessEnv) {
  // In a directory without a go.mod or a Terraform configuration, whose wishes would be followed.
  const options = { env, cwd: os.tmpdir(), timeout: 20_000 };
  try {
    return (await promisify(execFile)(program, args, options)).stdout;
  } catch (error) {
    return (error as Error).message;
  }
}

function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
