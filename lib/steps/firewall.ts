import type { Construct } from "constructs";
import { firewallRuleset } from "../files";
import { NodeStep } from "../remote/step";
import { PerNode } from "./per-node";
import type { ArticleStepProps } from "./step-props";

/**
 * Step 4 of the article: the public interface accepts WireGuard from all, SSH and the Proxmox GUI from trusted sources, and nothing else.
 *
 * A node takes the rules back by itself unless the runner confirms them over a new connection in time.
 */
export class Firewall extends PerNode {
  constructor(scope: Construct, id: string, props: ArticleStepProps) {
    super(scope, id);
    const { topology } = props.definition;
    let first: NodeStep | undefined;
    for (const node of topology.nodes) {
      const step = new NodeStep(this, node.name, {
        definition: props.definition,
        node,
        script: "confirm",
        step: "firewall",
        settings: { confirmSeconds: topology.firewall.confirmSeconds },
        payload: firewallRuleset(topology, node),
        // What would cut the runner off is found on one node, before the others are touched.
        dependsOn: [...(props.dependsOn ?? []), ...(first ? [first] : [])],
        repeatAfter: props.repeatAfter,
      });
      this._add(node, step);
      first ??= step;
    }
  }
}
