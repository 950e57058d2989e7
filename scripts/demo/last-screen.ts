import { plain } from "./terraform-output";
import { Span } from "./timeline";

const LINES = 40;

/** What to show of a failed deploy: the words of the steps that did not finish, then Terraform's errors. */
export function lastScreen(
  output: readonly string[],
  unfinished: readonly Span[],
  nameOf: (address: string) => { step: string; node: string },
): string[] {
  const words = unfinished.flatMap(({ address, said }) => {
    const { step, node } = nameOf(address);
    return said.slice(-12).map((text) => `${step} · ${node}: ${text}`);
  });
  if (words.length > 0) return words.slice(-LINES);
  // The closing check says what it found wrong in lines of its own.
  const lines = output.map(plain).filter((line) => line.trim() !== "");
  const error = lines.findIndex((line) => /(^|\s)(Error|ERROR|FAILED)\b/.test(line));
  return error === -1 ? lines.slice(-LINES) : lines.slice(error, error + LINES);
}
