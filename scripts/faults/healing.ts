import { parseLine, saysNoChanges } from "../demo/terraform-output";

/** Words of a step that did more than it does in a fresh deploy. */
const REPAIR =
  /earlier deploy|interrupted|half|started \S+, which|restarted|put back|in line without|finished an|forgot|still runs|told corosync|moved what lay/i;
const MOST_REPAIRS = 3;
const MOST_STEPS = 5;

export interface Healing {
  readonly lines: readonly string[];
  /** STEP · NODE, in order. */
  readonly steps: readonly string[];
}

/** How a second deploy healed what the first one left, in the words of the steps. */
export function howItHealed(firstCode: number, { lines, steps }: Healing): string {
  if (saysNoChanges(lines)) {
    return firstCode === 0 ? "the first deploy went through" : "by itself: nothing was left to do";
  }
  const repairs = lines
    .map((line) => parseLine(line))
    .flatMap((event) => (event?.kind === "said" && REPAIR.test(event.text) ? [event.text] : []));
  if (repairs.length > 0) return [...new Set(repairs)].slice(0, MOST_REPAIRS).join("; ");
  const named = steps.slice(0, MOST_STEPS).join(", ");
  const more = steps.length > MOST_STEPS ? ` and ${steps.length - MOST_STEPS} more` : "";
  return `went on: ${named}${more}`;
}
