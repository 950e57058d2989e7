import { parseLine, plain } from "../demo/terraform-output";
import { FaultName } from "./cells";

const FAILED = /^\S.*: [\w-]+: failed: \S/;
const NEXT = /^\S.*: [\w-]+: next: \S/;
const LEFT_TO_DO = /the deploy did not get to its end, this is left to do:/;
const CHECK_FAILED = /: verify: FAILED .*; next: \S/;

/** What the one who sees a failed deploy is not told; nothing where the deploy went through. */
export function missingInExplanation(
  fault: FaultName,
  code: number,
  output: readonly string[],
): string[] {
  const lines = output.map(said);
  if (fault === "terraform-killed") {
    return [
      ...(code === 0 ? ["Terraform was killed, but the exit code is 0"] : []),
      ...(lines.some((line) => LEFT_TO_DO.test(line))
        ? []
        : ["it does not say what is left to do"]),
      ...(lines.some((line) => /^next: \S/.test(line)) ? [] : ["it does not say what to do next"]),
    ];
  }
  if (code === 0) return [];
  if (lines.some((line) => CHECK_FAILED.test(line))) return [];
  return [
    ...(lines.some((line) => FAILED.test(line)) ? [] : ['no line "NODE: STEP: failed: CAUSE"']),
    ...(lines.some((line) => NEXT.test(line)) ? [] : ['no line "NODE: STEP: next: ACTION"']),
  ];
}

/** What a step or the closing check said, without what Terraform puts before it. */
export function said(line: string): string {
  const event = parseLine(line);
  return event?.kind === "said" ? event.text.trim() : plain(line).trim();
}
