/**
 * A text as an nftables string: the one way by which text enters a ruleset.
 *
 * nftables knows no escapes inside quotes, so what would end the string is refused; tokens pass and are checked on the node by `nft -c`.
 */
export function nftString(text: string): string {
  if (/["\n\\]/.test(text)) {
    throw new Error(
      `nftables cannot carry ${JSON.stringify(text)}: quotes, backslashes and line ends are not allowed`,
    );
  }
  return `"${text}"`;
}

/** A set of elements: `{ 22, 8006 }`. */
export function nftSet(elements: readonly (string | number)[]): string {
  return `{ ${elements.join(", ")} }`;
}
