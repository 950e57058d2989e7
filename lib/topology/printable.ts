/** What a terminal acts on or does not show: controls, formatting (bidi, zero width), surrogates, other ends of lines. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

const LONGEST = 80;

/** A text in which nothing is hidden, and which does nothing to the terminal that shows it. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (sign) => {
    const code = sign.codePointAt(0)!.toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
  });
}

/** A text in quotes, shortened when it is long. */
export function quoted(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}` : text;
  return `${printable(JSON.stringify(short))}${short === text ? "" : "…"}`;
}

/** A name as it is, or in quotes when it would break the sentence that it stands in. */
export function named(text: string): string {
  return /^[\w.:/-]{1,80}$/.test(text) ? text : quoted(text);
}
