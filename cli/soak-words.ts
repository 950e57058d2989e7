import { table } from "../lib/picture/markdown-table";
import { timersFor } from "./soak-advice";
import { isoTime, type Judgement } from "./soak-judgement";

export const HEADINGS: Record<Judgement["verdict"], string> = {
  pass: "PASS: nothing changed that must not change",
  fail: "FAIL",
  unfinished: "NO VERDICT YET",
};

/** How many events a reader of a terminal is shown. */
const SHOWN_EVENTS = 40;

/** A judgement for the terminal. */
export function soakPage(judgement: Judgement): string {
  const { verdict, reasons, from, until, hoursAsked, hoursRecorded, events } = judgement;
  const advice = timersFor(judgement);
  const shown = events.slice(0, SHOWN_EVENTS);
  const more = events.length - shown.length;
  return [
    HEADINGS[verdict],
    ...reasons.map((reason) => `- ${reason}`),
    "",
    `${hoursRecorded.toFixed(2)} of ${hoursAsked.toFixed(2)} hours recorded, ${isoTime(from)} to ${isoTime(until)}`,
    tokenLine(judgement),
    ...(advice ? [advice] : []),
    "",
    ...table(PAIR_HEADING, pairRows(judgement)),
    "",
    events.length === 0 ? "No failure and no near-failure." : "What happened:",
    ...shown.map(
      ({ at, node, what, fails }) => `  ${isoTime(at)} ${node}: ${fails ? "" : "near: "}${what}`,
    ),
    ...(more > 0 ? [`  and ${more} more: --json has all of them`] : []),
  ].join("\n");
}

export function tokenLine({ token }: Judgement): string {
  if (!token) return "Corosync did not say how long it waited for its token.";
  const { worstSilenceMilliseconds: worst, runtimeMilliseconds: runtime, node } = token;
  const margin = Math.max(0, 100 - (100 * worst) / runtime).toFixed(0);
  return `The longest wait for the token was ${worst} ms of ${runtime} ms, on ${node}: ${margin} % were left.`;
}

export const PAIR_HEADING = ["from", "to", "p50", "p99", "jitter", "loss", "oldest handshake"];

export function pairRows({ pairs }: Judgement): string[][] {
  const ms = (value?: number) => (value === undefined ? "-" : `${value.toFixed(1)} ms`);
  return pairs.map((pair) => [
    ...[pair.from, pair.to, ms(pair.p50), ms(pair.p99), ms(pair.jitter)],
    `${pair.lossPercent.toFixed(2)} %`,
    `${pair.oldestHandshakeSeconds} s`,
  ]);
}
