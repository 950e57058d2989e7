/** What a node answered to `pve-wan verify`. */
export interface NodeReport {
  readonly node: string;
  /** Every check passed, and the node came to the end of them. */
  readonly passed: boolean;
  readonly checks: readonly {
    readonly what: string;
    readonly passed: boolean;
    /** What to do, where it did not pass. */
    readonly next?: string;
  }[];
  /** What is no failure, and should be known. */
  readonly notes: readonly string[];
  /** Why there are not all checks: no connection, above all. */
  readonly failures: readonly string[];
}

/** The reports of these nodes, from all that `runner/all-nodes.sh verify` printed. */
export function nodeReports(output: string, names: readonly string[]): NodeReport[] {
  const lines = output.split("\n").flatMap((line) => {
    const [, node, said] = /^([^:\s]+): (?:verify|connection): (.*)$/.exec(line) ?? [];
    return node === undefined ? [] : [{ node, said }];
  });
  return names.map((node) => {
    const said = lines.filter((line) => line.node === node).map((line) => line.said);
    const behind = (word: string) =>
      said.filter((line) => line.startsWith(word)).map((line) => line.slice(word.length));
    const checks = said.flatMap((line) => {
      if (line.startsWith("ok ")) return [{ what: line.slice(3), passed: true }];
      if (!line.startsWith("FAILED ")) return [];
      const [what, next] = line.slice("FAILED ".length).split(/; next: (.*)/);
      return [{ what, passed: false, next }];
    });
    const ended = said.some((line) => /^all \d+ checks passed$/.test(line));
    const notes = behind("note: ");
    const failures = behind("failed: ");
    return { node, passed: ended && failures.length === 0, checks, notes, failures };
  });
}
