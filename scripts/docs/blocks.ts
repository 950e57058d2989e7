export interface Page {
  /** Path below the repository. */
  readonly path: string;
  readonly text: string;
}

/** A block of code on a page. */
export interface Block {
  readonly page: string;
  readonly line: number;
  /** What stands behind the fence; nothing for an indented block. */
  readonly language: string;
  readonly code: string;
}

/** Every block of code of a page: fenced, or indented by four blanks. */
export function blocksOf({ path, text }: Page): Block[] {
  const found: Block[] = [];
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const fence = /^(\s*)```(\S*)$/.exec(lines[at]);
    const end = fence
      ? lines.findIndex((line, index) => index > at && line === `${fence[1]}\`\`\``)
      : endOfIndented(lines, at);
    if (end < 0) throw new Error(`${path}:${at + 1}: a fence without an end`);
    if (end === at) continue;
    const inside = fence
      ? lines.slice(at + 1, end)
      : lines.slice(at, end).map((line) => line.slice(4));
    const code = `${inside.join("\n").trimEnd()}\n`;
    found.push({ page: path, line: at + 1, language: fence?.[2] ?? "", code });
    at = fence ? end : end - 1;
  }
  return found;
}

/** The line behind an indented block that begins here; the same line where none does. */
function endOfIndented(lines: readonly string[], at: number): number {
  if (!lines[at].startsWith("    ") || (at > 0 && lines[at - 1].trim() !== "")) return at;
  const end = lines.findIndex((line, index) => index > at && !/^( {4}|\s*$)/.test(line));
  return end < 0 ? lines.length : end;
}
