import { parseLine } from "./terraform-output";

/** Something that was done, with when it began and ended; without an end it did not get there. */
export interface Span {
  readonly address: string;
  readonly startedSeconds: number;
  finishedSeconds?: number;
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
        this.spans.push({ address: event.address, startedSeconds: seconds, said: [] });
        return undefined;
      case "said":
        this.open(event.address)?.said.push(event.text);
        return undefined;
      case "finished": {
        const span = this.open(event.address);
        if (span) span.finishedSeconds = seconds;
        return span;
      }
      default:
        return event satisfies never;
    }
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

/** From the path of a step's construct: the last part is the node, unless the step is done to all at once. */
export function stepName(path: string, nodes: readonly string[]): StepName {
  const [, ...parts] = path.split("/");
  const node = nodes.includes(parts[parts.length - 1]) ? parts.pop()! : ALL_NODES;
  // The cluster's own name says nothing where there is one cluster.
  return { step: parts.slice(1).join(" ") || parts.join(" "), node };
}

/** step, node, seconds, and when it was in relation to the others. */
export function renderTimeline(
  spans: readonly Span[],
  nameOf: (address: string) => StepName,
): string[] {
  const done = spans.filter(({ finishedSeconds }) => finishedSeconds !== undefined);
  if (done.length === 0) return ["nothing had to be done"];
  const rows = [...done].sort((a, b) => a.startedSeconds - b.startedSeconds);
  const begin = rows[0].startedSeconds;
  const end = Math.max(...rows.map(({ finishedSeconds }) => finishedSeconds!));
  const scale = BAR_WIDTH / Math.max(end - begin, 0.1);
  const names = rows.map(({ address }) => nameOf(address));
  const width = Math.max("step".length, ...names.map(({ step }) => step.length));
  const nodeWidth = Math.max("node".length, ...names.map(({ node }) => node.length));
  const heading = `${"step".padEnd(width)}  ${"node".padEnd(nodeWidth)}  seconds`;
  return [
    heading,
    ...rows.map(({ startedSeconds, finishedSeconds }, index) => {
      const { step, node } = names[index];
      const seconds = finishedSeconds! - startedSeconds;
      const before = " ".repeat(Math.floor((startedSeconds - begin) * scale));
      const bar = "█".repeat(Math.max(1, Math.round(seconds * scale)));
      const figures = `${step.padEnd(width)}  ${node.padEnd(nodeWidth)}  ${seconds.toFixed(1).padStart(7)}`;
      return `${figures}  ${before}${bar}`;
    }),
  ];
}
