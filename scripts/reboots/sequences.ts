import * as fc from "fast-check";

/** Something that happens to some nodes at the same moment. */
export interface PowerEvent {
  readonly nodes: readonly string[];
  readonly how: "reboot" | "power cut";
  /** How long the nodes stay without power. */
  readonly offSeconds: number;
  /** Until the next event, whatever the nodes are doing then. */
  readonly pauseSeconds: number;
}

/** The events of a bad hour: the same seed, the same hour. */
export function sequences(
  nodes: readonly string[],
  { seed, count }: { seed: number; count: number },
): PowerEvent[][] {
  const event = fc.record({
    nodes: fc.subarray([...nodes], { minLength: 1 }),
    how: fc.constantFrom<PowerEvent["how"]>("reboot", "power cut"),
    offSeconds: fc.integer({ min: 0, max: 20 }),
    pauseSeconds: fc.integer({ min: 0, max: 15 }),
  });
  return fc.sample(fc.array(event, { minLength: 1, maxLength: 4 }), { seed, numRuns: count });
}

export function inWords(events: readonly PowerEvent[]): string {
  return events
    .map(({ nodes, how, offSeconds, pauseSeconds }) =>
      [
        `${how} of ${nodes.join(", ")}`,
        ...(how === "power cut" ? [`on after ${offSeconds} s`] : []),
        `${pauseSeconds} s`,
      ].join(", "),
    )
    .join("; ");
}
