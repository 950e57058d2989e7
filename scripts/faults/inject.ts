import { LiveDeploy } from "../demo/live";
import { Cell, FaultName } from "./cells";
import { Injection, onHostUntil, Scene } from "./injections/injection";
import { nodeOf } from "./places";
import { isOver, isReached } from "./trigger";

/** What must run on the contact node besides, where the moment alone does not say it. */
const NEEDS: Partial<Record<FaultName, string>> = {
  "corosync-killed": "systemctl --quiet is-active corosync.service",
};

const FACT_SECONDS = 120;

/** Makes a cell's fault once, when the deploy has come to its place. */
export class Trigger {
  private making?: Promise<string>;

  constructor(
    private readonly cell: Cell,
    private readonly scene: Scene,
    private readonly injection: Injection,
    private readonly say: (line: string) => void,
  ) {}

  /** To be called after each line of the deploy's output. */
  look(live: LiveDeploy): void {
    if (this.making || !isReached(this.cell.place, live.timeline.spans, live.names)) return;
    this.making = this.make(live);
    // Who asks for the effect hears of a failure; until then it is nobody's.
    this.making.catch(() => undefined);
  }

  /** By what the effect was seen; throws if there was none. */
  async effect(): Promise<string> {
    if (!this.making) throw new Error(`the deploy never came to ${this.cell.place.name}`);
    return this.making;
  }

  private async make(live: LiveDeploy): Promise<string> {
    const { place, fault } = this.cell;
    if (place.fact) {
      const facts = [place.fact, NEEDS[fault]].filter(Boolean).join(" && ");
      const busy = nodeOf(place.busy, place);
      await onHostUntil(this.scene.lab, busy, `inside ${place.step}`, facts, FACT_SECONDS);
      if (isOver(place, live.timeline.spans, live.names)) {
        throw new Error(`${place.step} was over before the fault could be made`);
      }
    }
    this.say(`${this.cell.name}: making the fault`);
    const effect = await this.injection.inject();
    this.say(`${this.cell.name}: ${effect}`);
    return effect;
  }
}
