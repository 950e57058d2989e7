import type { Construct } from "constructs";
import { FleetStep } from "../remote/step";
import type { ArticleStepProps } from "./step-props";

/** Before the first change: reads, on all nodes at once, whatever could make a later step fail, and reports all of it together. */
export class Preflight extends FleetStep {
  constructor(scope: Construct, id: string, props: ArticleStepProps) {
    const { clusterName, contact, overlay, trustedSources } = props.definition.topology;
    super(scope, id, {
      ...props,
      script: "preflight",
      step: "preflight",
      settings: (node) => ({
        clusterName,
        role: node === contact ? "contact" : "joiner",
        publicAddress: node.publicAddress,
        publicInterface: node.publicInterface,
        listenPort: overlay.listenPort,
        trusted: trustedSources,
      }),
    });
  }
}
