import { spawn } from "node:child_process";
import * as os from "node:os";

export interface RunOptions {
  /** The whole environment of the command. */
  readonly env: NodeJS.ProcessEnv;
  /** @default - where this process runs */
  readonly cwd?: string;
  /** Standard output is for the caller and not for the reader. @default false */
  readonly capture?: boolean;
}

export interface Outcome {
  readonly code: number;
  /** Empty unless captured. */
  readonly stdout: string;
  /** Empty where standard error went to the reader at once. */
  readonly stderr: string;
}

/** Runs a command where the deploy runs: on this machine, or in the network of the lab's runner. */
export type Run = (argv: readonly string[], options: RunOptions) => Promise<Outcome>;

/** Runs a command on this machine, on the reader's terminal. */
export const runHere: Run = ([program, ...args], options) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: options.env,
      cwd: options.cwd,
      stdio: options.capture ? ["ignore", "pipe", "inherit"] : "inherit",
    });
    let stdout = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    // The terminal sends Ctrl-C to the command too; what it leaves behind is still to be cleared away.
    const wait = () => undefined;
    process.on("SIGINT", wait);
    const relay = (signal: NodeJS.Signals) => child.kill(signal);
    process.on("SIGTERM", relay);
    const settled = () => {
      process.off("SIGINT", wait);
      process.off("SIGTERM", relay);
    };
    child.on("error", (error) => {
      settled();
      reject(new Error(`${program} could not be started: ${error.message}`));
    });
    child.on("close", (code, signal) => {
      settled();
      resolve({ code: code ?? 128 + os.constants.signals[signal!], stdout, stderr: "" });
    });
  });
