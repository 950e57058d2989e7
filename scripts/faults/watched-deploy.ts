import { deployOnLab, LabDeploy, outputOf } from "../demo/deploy-on-lab";
import { lastScreen } from "../demo/last-screen";
import { LiveDeploy } from "../demo/live";
import { plain } from "../demo/terraform-output";
import { stepsOf, unfinishedSteps } from "./trigger";

export interface DeployEnd {
  readonly code: number;
  readonly seconds: number;
  readonly lines: string[];
  /** What its reader sees last. */
  readonly screen: string[];
  /** The steps that were begun, STEP · NODE. */
  readonly steps: string[];
  /** Those that did not come to their end. */
  readonly unfinished: string[];
}

/** A step's own deadlines are shorter; what hangs for longer than this hangs for ever. */
const DEADLINE_SECONDS = 900;

export class DeployNeverEnds extends Error {}

/** A deploy that something can watch while it runs, and that has to end. */
export class WatchedDeploy {
  readonly live: LiveDeploy;
  private readonly began = Date.now();

  private constructor(
    deploy: Omit<LabDeploy, "onLine">,
    private readonly onChange: (deploy: WatchedDeploy) => void,
  ) {
    this.live = new LiveDeploy(outputOf(deploy));
  }

  /** `onChange` is called after every line. */
  static async run(
    deploy: Omit<LabDeploy, "onLine">,
    onChange: (deploy: WatchedDeploy) => void = () => undefined,
  ): Promise<DeployEnd> {
    const watched = new WatchedDeploy(deploy, onChange);
    const onLine = (line: string) => watched.take(line);
    const code = await withDeadline(deployOnLab({ ...deploy, onLine }));
    return watched.end(code);
  }

  private get seconds(): number {
    return (Date.now() - this.began) / 1000;
  }

  private take(line: string): void {
    this.live.take(line, this.seconds);
    this.onChange(this);
  }

  private end(code: number): DeployEnd {
    const { lines, timeline, names } = this.live;
    return {
      code,
      seconds: this.seconds,
      lines: lines.map(plain),
      screen: code === 0 ? [] : lastScreen(lines, timeline.unfinished, names),
      steps: stepsOf(timeline.spans, names),
      unfinished: unfinishedSteps(timeline.spans, names),
    };
  }
}

async function withDeadline<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new DeployNeverEnds(`the deploy did not end within ${DEADLINE_SECONDS} s`);
    timer = setTimeout(() => reject(error), DEADLINE_SECONDS * 1000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
