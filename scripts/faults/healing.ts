import { parseLine, saysNoChanges } from "../demo/terraform-output";

/** Words of a step that did more than it does in a fresh deploy. */
const REPAIR =
  /earlier deploy|interrupted|half|start(ed|ing) (corosync|pve|wg)|restarted|put back|brought .* in line|finished an|waited|forgot|still runs/i;
const MOST_LINES = 3;

/** How a second deploy healed what the first one left, in the words of the steps. */
export function howItHealed(firstCode: number, second: readonly string[]): string {
  if (saysNoChanges(second)) {
    return firstCode === 0 ? "the first deploy went through" : "by itself: nothing was left to do";
  }
  const repairs = second
    .map((line) => parseLine(line))
    .flatMap((event) => (event?.kind === "said" && REPAIR.test(event.text) ? [event.text] : []));
  if (repairs.length > 0) return [...new Set(repairs)].slice(0, MOST_LINES).join("; ");
  const steps = second.filter((line) => parseLine(line)?.kind === "finished").length;
  return `went on where it ended (${steps} steps)`;
}
