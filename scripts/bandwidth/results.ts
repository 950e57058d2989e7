import { table } from "../docs/markdown";
import { UPLINK_MEGABITS, type Counts, type Flood } from "./flood";

/** A flood that was let loose. */
export interface FloodResult {
  readonly timers: string;
  readonly bandwidth: string;
  readonly counts: Counts;
}

/** The table of docs/bandwidth.md. */
export function renderResults(results: readonly FloodResult[], flood: Flood): string[] {
  const date = new Date().toISOString().slice(0, 10);
  return [
    `${date}, PVE 9, ${flood.megabits} Mbit/s over the overlay for ${flood.seconds} s, from a node whose line sends ${UPLINK_MEGABITS} Mbit/s; all nodes together:`,
    "",
    ...table(
      [
        ...["timers", "`bandwidth`", "links down", "messages sent again", "tokens late"],
        ...["memberships formed anew", "packets lost on the line", "machine idle"],
      ],
      results.map(({ timers, bandwidth, counts }) => [
        ...[timers, bandwidth, String(counts.linksDown), String(counts.sentAgain)],
        ...[String(counts.tokensLate), String(counts.membershipsFormed)],
        ...[String(counts.packetsLostOnLine), `${counts.idlePercent} %`],
      ]),
    ),
  ];
}
