/** For readers, not for programs: what is piped on from a command is its own output only. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Runs a script: its number is the exit code, its error is told without a stack trace that helps nobody. */
export function main(script: (args: string[]) => Promise<number>): void {
  script(process.argv.slice(2)).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      say(
        error instanceof Error && !process.env.DEBUG
          ? error.message
          : String((error as Error)?.stack),
      );
      process.exitCode = 1;
    },
  );
}
