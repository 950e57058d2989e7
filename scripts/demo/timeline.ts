import { parseLine } from "./terraform-output";

/** Something that was done, with when it began and ended; without an end it did not get there. */
export interface Span {
  readonly address: string;
  readonly startedSeconds: number;
  finishedSeconds?: number;
  heardSeconds: number;
  readonly said: string[];
}

/** Follows the output of a deploy: the times are those at which the lines came, finer than Terraform's full seconds. */
export class Timeline {
  readonly spans: Span[] = [];

  /** Takes a line and returns the span that it finished, if any. */
  take(line: string, seconds: number): Span | undefined {
    const event = parseLine(line);
    if (!event) return undefined;
    switch (event.kind) {
      case "started":
        this.spans.push({
          address: event.address,
          startedSeconds: seconds,
          heardSeconds: seconds,
          said: [],
        });
        return undefined;
      case "said": {
        const span = this.open(event.address);
        span?.said.push(event.text);
        if (span) span.heardSeconds = seconds;
        return undefined;
      }
      case "finished": {
        const span = this.open(event.address);
        if (span) span.finishedSeconds = seconds;
        return span;
      }
      default:
        return event satisfies never;
    }
  }

  /** After a deploy that succeeded: cdktf often swallows Terraform's last lines, and with them the end of the last step. */
  succeeded(): void {
    for (const span of this.unfinished) span.finishedSeconds = span.heardSeconds;
  }

  get unfinished(): Span[] {
    return this.spans.filter(({ finishedSeconds }) => finishedSeconds === undefined);
  }

  private open(address: string): Span | undefined {
    return this.unfinished.find((span) => span.address === address);
  }
}

/** What a resource is called in the timeline. */
export interface StepName {
  readonly step: string;
  readonly node: string;
}

const ALL_NODES = "all";
const BAR_WIDTH = 40;

/** From the path of a step's construct, STACK/CLUSTER/STEP…, and the node that it is done to, if it is one. */
export function stepName(path: string, node = ALL_NODES): StepName {
  const parts = path.split("/").slice(2);
  if (parts.length > 1 && parts[parts.length - 1] === node) parts.pop();
  return { step: parts.join(" "), node };
}

/** step, node, seconds, and when it was in relation to the others. */
export function renderTimeline(
  spans: readonly Span[],
  names: ReadonlyMap<string, StepName>,
): string[] {
  const done = spans.filter(
    ({ address, finishedSeconds }) => finishedSeconds !== undefined && names.has(address),
  );
  if (done.length === 0) return ["nothing had to be done"];
  const rows = [...done].sort((a, b) => a.startedSeconds - b.startedSeconds);
  const begin = rows[0].startedSeconds;
  const end = Math.max(...rows.map(({ finishedSeconds }) => finishedSeconds!));
  const scale = BAR_WIDTH / Math.max(end - begin, 0.1);
  const labels = rows.map(({ address }) => names.get(address)!);
  const width = Math.max("step".length, ...labels.map(({ step }) => step.length));
  const nodeWidth = Math.max("node".length, ...labels.map(({ node }) => node.length));
  const heading = `${"step".padEnd(width)}  ${"node".padEnd(nodeWidth)}  seconds`;
  return [
    heading,
    ...rows.map(({ startedSeconds, finishedSeconds }, index) => {
      const { step, node } = labels[index];
      const seconds = finishedSeconds! - startedSeconds;
      const before = " ".repeat(Math.floor((startedSeconds - begin) * scale));
      const bar = "█".repeat(Math.max(1, Math.round(seconds * scale)));
      const figures = `${step.padEnd(width)}  ${node.padEnd(nodeWidth)}  ${seconds.toFixed(1).padStart(7)}`;
      return `${figures}  ${before}${bar}`;
    }),
  ];
}
