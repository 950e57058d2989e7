import { plain } from "./terraform-output";
import { Span, StepName } from "./timeline";

const LINES = 40;
const PASSED_CHECK = /^\S+: verify: ok /;

/** What to show of a failed deploy: the words of the steps that did not finish, then Terraform's errors. */
export function lastScreen(
  output: readonly string[],
  unfinished: readonly Span[],
  names: ReadonlyMap<string, StepName>,
): string[] {
  const words = unfinished.flatMap(({ address, said }) => {
    const name = names.get(address);
    const where = name ? `${name.step} · ${name.node}` : address;
    return said.slice(-12).map((text) => `${where}: ${text}`);
  });
  if (words.length > 0) return words.slice(-LINES);
  // The closing check says what it found wrong in lines of its own.
  const lines = output.map(plain).filter((line) => line.trim() !== "" && !PASSED_CHECK.test(line));
  const error = lines.findIndex((line) =>
    /(^|\s)(Error|ERROR|FAILED)\b|: the deploy did not get to its end/.test(line),
  );
  return error === -1 ? lines.slice(-LINES) : lines.slice(error, error + LINES);
}
