import type { Construct } from "constructs";
import { nodeLines, NodeStep } from "../remote/step";
import { PerNode } from "./per-node";
import type { ArticleStepProps } from "./step-props";

/** Seconds a join may take: measured 11 to 16, of which the wait for quorum has no limit of pvecm's own. */
const DEADLINE_SECONDS = 180;

/**
 * Step 5 of the article, second half: the other nodes join, strictly one after the other, each only when every member agrees about the one before.
 */
export class Joins extends PerNode {
  constructor(scope: Construct, id: string, props: ArticleStepProps) {
    super(scope, id);
    const { clusterName, contact, nodes, repair } = props.definition.topology;
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
          id: node.id,
          link0: node.overlayAddress,
          link1: node.link1Address,
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
      this._add(node, step);
      previous = [step];
    }
  }
}
