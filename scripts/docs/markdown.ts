export { table } from "../../lib/picture/markdown-table";

/** The middle one, which one slow run does not change. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error("there is no median of nothing");
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Puts figures between the marks of their section and leaves the prose around them alone. */
export function replaceSection(
  document: string,
  section: string,
  lines: readonly string[],
): string {
  const [begin, end] = [`<!-- ${section}: begin -->`, `<!-- ${section}: end -->`];
  const from = document.indexOf(begin);
  const to = document.indexOf(end);
  if (from === -1 || to < from) {
    throw new Error(`there is no section between ${begin} and ${end}`);
  }
  return `${document.slice(0, from + begin.length)}\n\n${lines.join("\n")}\n\n${document.slice(to)}`;
}
