import { Construct } from "constructs";
import { nodeLines, NodeStep } from "../remote/step";
import type { ArticleStepProps } from "./step-props";

/** Seconds a join may take: measured 11 to 16, of which the wait for quorum has no limit of pvecm's own. */
const DEADLINE_SECONDS = 180;

/**
 * Step 5 of the article, second half: the other nodes join, strictly one after the other, each only when every member agrees about the one before.
 */
export class Joins extends Construct {
  /** Each joiner's step, by node name, in the order of joining. */
  readonly byNode: ReadonlyMap<string, NodeStep>;

  constructor(scope: Construct, id: string, props: ArticleStepProps) {
    super(scope, id);
    const { clusterName, contact, nodes, repair } = props.definition.topology;
    const byNode = new Map<string, NodeStep>();
    this.byNode = byNode;
    let previous: NodeStep[] = [];
    for (const node of nodes.filter((other) => other !== contact)) {
      const step = new NodeStep(this, node.name, {
        definition: props.definition,
        node,
        script: "join",
        step: "join",
        settings: {
          clusterName,
          contact: contact.overlayAddress,
          contactName: contact.name,
          link0: node.overlayAddress,
          deadlineSeconds: DEADLINE_SECONDS,
        },
        environment: {
          PVE_WAN_NODES: nodeLines([contact, node]),
          PVE_WAN_CONTACT: contact.name,
          // No trigger: to allow more is no reason to ask the members again.
          PVE_WAN_REPAIR: repair,
        },
        dependsOn: [...(props.dependsOn ?? []), ...previous],
        repeatAfter: props.repeatAfter,
      });
      byNode.set(node.name, step);
      previous = [step];
    }
  }

  /** All of them. */
  get all(): NodeStep[] {
    return [...this.byNode.values()];
  }
}
