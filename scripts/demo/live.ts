import { Span, StepName, Timeline } from "./timeline";
import { stepNames } from "./synthesised";

/** A deploy while it runs: takes its lines, knows what is done, what is going on, and how the steps are called. */
export class LiveDeploy {
  readonly lines: string[] = [];
  readonly timeline = new Timeline();
  private known?: ReadonlyMap<string, StepName>;

  constructor(private readonly output: string) {}

  /** Takes a line of output and returns the step that it finished, if any. */
  take(line: string, seconds: number): StepName | undefined {
    this.lines.push(line);
    const finished = this.timeline.take(line, seconds);
    return finished && this.names.get(finished.address);
  }

  /** The steps that are being done, for the reader who waits. */
  running(seconds: number): string {
    const running = this.timeline.unfinished.flatMap((span) => this.describe(span, seconds));
    return running.join(", ");
  }

  /** Synthesis comes before the first step, so whoever asks for the name of one finds it. */
  get names(): ReadonlyMap<string, StepName> {
    if (this.known) return this.known;
    if (this.timeline.spans.length === 0) return new Map();
    return (this.known = stepNames(this.output));
  }

  private describe({ address, startedSeconds }: Span, seconds: number): string[] {
    const name = this.names.get(address);
    return name ? [`${name.step} · ${name.node} ${Math.round(seconds - startedSeconds)} s`] : [];
  }
}
