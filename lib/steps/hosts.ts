import type { Construct } from "constructs";
import { hostsBlock } from "../files";
import { NodeStep } from "../remote/step";
import { PerNode } from "./per-node";
import type { ArticleStepProps } from "./step-props";

/** Step 3 of the article: every node's name means its overlay address, on every node. */
export class Hosts extends PerNode {
  constructor(scope: Construct, id: string, props: ArticleStepProps) {
    super(scope, id);
    const { topology } = props.definition;
    let previous: NodeStep[] = [];
    for (const node of topology.nodes) {
      const step = new NodeStep(this, node.name, {
        definition: props.definition,
        node,
        step: "hosts",
        settings: { overlayAddress: node.overlayAddress },
        payload: hostsBlock(topology),
        // A member may have to restart Proxmox's file system: never two at a time, or nobody has /etc/pve.
        dependsOn: [...(props.dependsOn ?? []), ...previous],
        repeatAfter: props.repeatAfter,
      });
      this._add(node, step);
      previous = [step];
    }
  }
}
