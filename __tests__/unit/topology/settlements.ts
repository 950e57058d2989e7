/** Every way to divide nodes into sets in which everyone sees everyone and of which no two could be one: the slow and obvious way. */
export function allSettlements<T>(nodes: readonly T[], sees: (a: T, b: T) => boolean): T[][][] {
  const mesh = (part: readonly T[]): boolean => part.every((a) => part.every((b) => sees(a, b)));
  return divisions(nodes).filter(
    (parts) =>
      parts.every(mesh) &&
      parts.every((one, at) => parts.slice(at + 1).every((other) => !mesh([...one, ...other]))),
  );
}

function divisions<T>(nodes: readonly T[]): T[][][] {
  if (nodes.length === 0) return [[]];
  const [first, ...rest] = nodes;
  return divisions(rest).flatMap((parts) => [
    [[first], ...parts],
    ...parts.map((part, at) => parts.map((one, index) => (index === at ? [first, ...part] : one))),
  ]);
}
