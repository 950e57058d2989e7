import { spawn, SpawnOptions } from "node:child_process";

/** What a command printed and how it ended. */
export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Text for the command's standard input; without it the input is empty. */
  readonly input?: string;
  /** @default true - a status other than 0 throws a LabCommandError */
  readonly check?: boolean;
  /** @default - no limit */
  readonly timeoutSeconds?: number;
  /** Called with every line of standard output and standard error as it comes. */
  readonly onLine?: (line: string) => void;
}

export class LabCommandError extends Error {
  constructor(
    readonly description: string,
    readonly result: Result,
  ) {
    const output = [result.stdout, result.stderr].map((text) => text.trim()).filter(Boolean);
    super([`${description} ended with status ${result.code}`, ...output].join("\n"));
    this.name = "LabCommandError";
  }
}

/** As a shell reports it: 128 and the number of the signal. */
const KILLED = 137;
const TIMED_OUT = 124;
/** How long a command that was told to end may still write its last words. */
const GRACE_MILLISECONDS = 3000;

/** The kernel ends the command when this process ends, however that happens. */
const TIED_TO_US = ["setpriv", "--pdeathsig", "KILL"];

export function tied(argv: readonly string[]): string[] {
  return [...TIED_TO_US, ...argv];
}

/** Runs a command and collects its output. `description` names it in errors. */
export function run(
  argv: readonly string[],
  options: CommandOptions = {},
  description = argv.join(" "),
): Promise<Result> {
  const spawnOptions: SpawnOptions = {
    env: options.env ?? process.env,
    cwd: options.cwd,
    stdio: "pipe",
    detached: true, // a process group of its own, so that a timeout reaches everything it started
  };
  const [program, ...args] = tied(argv);
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, spawnOptions);
    const output = { stdout: "", stderr: "" };
    let timedOut = false;

    for (const name of ["stdout", "stderr"] as const) {
      const lines = options.onLine && lineSplitter(options.onLine);
      child[name]!.setEncoding("utf8");
      child[name]!.on("data", (text: string) => {
        output[name] += text;
        lines?.take(text);
      });
      child[name]!.on("end", () => lines?.finish());
    }
    // A command may end without reading its input; its status says whether that matters.
    child.stdin!.on("error", () => undefined);
    child.stdin!.end(options.input ?? "");

    const signalGroup = (signal: NodeJS.Signals) => {
      try {
        process.kill(-child.pid!, signal);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
      }
    };
    const timers: NodeJS.Timeout[] = [];
    if (options.timeoutSeconds !== undefined) {
      const limit = options.timeoutSeconds * 1000;
      timers.push(
        setTimeout(() => {
          timedOut = true;
          signalGroup("SIGTERM");
        }, limit),
        setTimeout(() => {
          signalGroup("SIGKILL");
          child.stdout!.destroy();
          child.stderr!.destroy();
        }, limit + GRACE_MILLISECONDS),
      );
    }

    child.on("error", (error) => {
      timers.forEach(clearTimeout);
      reject(new Error(`${description} could not be started: ${error.message}`));
    });
    child.on("close", (code) => {
      timers.forEach(clearTimeout);
      if (timedOut) output.stderr += `\nno end within ${options.timeoutSeconds} s`;
      const result = { code: timedOut ? TIMED_OUT : (code ?? KILLED), ...output };
      if (result.code !== 0 && options.check !== false) {
        reject(new LabCommandError(description, result));
      } else {
        resolve(result);
      }
    });
  });
}

function lineSplitter(onLine: (line: string) => void) {
  let rest = "";
  return {
    take(text: string) {
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      lines.forEach((line) => onLine(line));
    },
    finish() {
      if (rest !== "") onLine(rest);
    },
  };
}

/** Runs a command on this process's own terminal and returns its status. */
export function runOnTerminal(argv: readonly string[], env = process.env): Promise<number> {
  const [program, ...args] = tied(argv);
  // The terminal sends Ctrl-C to the command as well; it decides what to do about it.
  const leaveToCommand = () => undefined;
  process.on("SIGINT", leaveToCommand);
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: "inherit" });
    child.on("error", reject);
    child.on("close", (code) => {
      process.off("SIGINT", leaveToCommand);
      resolve(code ?? KILLED);
    });
  });
}
