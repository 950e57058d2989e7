import { withoutTokens } from "./tokens";

/**
 * A text as an nftables string: the one way by which names enter a ruleset.
 *
 * nftables knows no escapes inside quotes, so what would end the string is refused; tokens pass and are checked on the node by `nft -c`.
 */
export function nftString(text: string): string {
  if (/["\\\p{Cc}]/u.test(text)) {
    throw new Error(
      `nftables cannot carry ${JSON.stringify(text)}: quotes, backslashes and control characters are not allowed`,
    );
  }
  return `"${text}"`;
}

/** An address, a network or a port: the one way by which values without quotes enter a ruleset. */
export function nftValue(value: string | number): string {
  const text = String(value);
  // A number that is a token of Terraform's is a huge negative one.
  if (typeof value === "string" && !/^[0-9a-fA-F.:/]*$/.test(withoutTokens(text))) {
    throw new Error(
      `${JSON.stringify(text)} is no address: digits, letters a to f, dots, colons and a slash are allowed`,
    );
  }
  return text;
}

/** A set of elements that stands in a rule: `{ 22, 8006 }`. */
export function nftSet(elements: readonly string[]): string {
  return `{ ${elements.join(", ")} }`;
}
