/**
 * A value of wg-quick's configuration: the one way by which texts enter it.
 *
 * wg-quick knows no quotes: a line end would begin another setting, `#` a comment, and blanks at the ends are lost.
 */
export function wireguardValue(text: string): string {
  if (text === "" || text !== text.trim() || /[#\p{Cc}]/u.test(text)) {
    throw new Error(
      `wg-quick cannot carry ${JSON.stringify(text)}: line ends, "#" and blanks at its ends are not allowed`,
    );
  }
  return text;
}
