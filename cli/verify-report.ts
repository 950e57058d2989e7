import { table } from "../lib/picture/markdown-table";

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
  /** Why there are not all checks, and what to do: no connection, above all. */
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
    const failures = said.flatMap((line, index) => {
      if (!line.startsWith("failed: ")) return [];
      const next = said[index + 1]?.startsWith("next: ") ? `; ${said[index + 1]}` : "";
      return [line.slice("failed: ".length) + next];
    });
    return { node, passed: ended && failures.length === 0, checks, notes, failures };
  });
}

/** A row for each check and a column for each node; below it all that is more than "ok". */
export function sideBySide(reports: readonly NodeReport[]): string {
  const named = reports.map(({ checks }) => checks.map(withDetailApart));
  const whats = [...new Set(named.flatMap((checks) => checks.map(({ what }) => what)))];
  const rows = whats.map((what) => [
    what,
    ...named.map((checks) => {
      const check = checks.find((one) => one.what === what);
      if (!check) return "-";
      const detail = check.detail.length <= LONGEST_DETAIL ? check.detail : "";
      return check.passed ? detail || "ok" : "FAILED";
    }),
  ]);
  const more = reports.flatMap(({ node, checks, notes, failures }) => [
    ...failures.map((text) => `${node}: failed: ${text}`),
    ...checks
      .filter(({ passed }) => !passed)
      .map(({ what, next }) => `${node}: FAILED ${what}${next ? `; next: ${next}` : ""}`),
    ...notes.map((text) => `${node}: note: ${text}`),
  ]);
  const heading = ["", ...reports.map(({ node }) => node)];
  const passed = reports.filter((report) => report.passed).length;
  const verdict = `${passed} of ${reports.length} nodes passed every check`;
  return [...table(heading, rows), "", ...more, verdict].join("\n");
}

/** What is longer makes a table that no terminal shows. */
const LONGEST_DETAIL = 24;

/** "tunnel to node2: handshake younger than 180 s (57 s ago)": what is checked is the same on every node, what was found is not. */
function withDetailApart({ what, passed }: NodeReport["checks"][number]) {
  const [, name, detail = ""] = /^(.*?)(?: \(([^()]*(?:\([^()]*\)[^()]*)*)\))?$/.exec(what)!;
  return { what: name, detail, passed };
}
