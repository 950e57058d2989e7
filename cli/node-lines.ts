/** A line that a node said, whole and in words. */
export interface NodeLine {
  readonly node: string;
  readonly text: string;
  readonly words: readonly string[];
}

/** What the nodes said to `runner/collect.sh`: each line behind its node's name and a tab. */
export function nodeLines(output: string): NodeLine[] {
  return output.split("\n").flatMap((line) => {
    const tab = line.indexOf("\t");
    if (tab === -1) return [];
    const text = line.slice(tab + 1);
    return [{ node: line.slice(0, tab), text, words: text.split(" ").filter(Boolean) }];
  });
}

export function linesByNode(output: string): Map<string, NodeLine[]> {
  const found = new Map<string, NodeLine[]>();
  for (const line of nodeLines(output)) {
    const before = found.get(line.node);
    if (before) before.push(line);
    else found.set(line.node, [line]);
  }
  return found;
}

/** `rtt PEER VIA SENT MILLISECONDS...` */
export function roundTripsOf([, , , sent, ...times]: readonly string[]): {
  sent: number;
  times: number[];
} {
  return { sent: Number(sent), times: times.map(Number) };
}
