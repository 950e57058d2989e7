import type { Precondition } from "cdktf";
import type { Construct } from "constructs";
import { literal, quotedLiteral } from "../remote/literal";
import { FleetStep } from "../remote/step";
import type { LaterCheck } from "../topology";
import type { ArticleStepProps } from "./step-props";

/** A value that only Terraform knows goes into files and commands like any other: so it is looked at before anything is done with it. */
function preconditionOf(construct: string, check: LaterCheck): Precondition {
  const { prop, value, shape, allowed, fix } = check;
  const words = "its value, known only now, is none that is allowed";
  return {
    condition: `\${can(regex(${quotedLiteral(shape)}, ${quotedLiteral(value)}))}`,
    errorMessage: literal(`${construct}: ${prop}: ${words}; allowed: ${allowed}; fix: ${fix}`),
  };
}

/** Before the first change: reads, on all nodes at once, whatever could make a later step fail, and reports all of it together. */
export class Preflight extends FleetStep {
  constructor(scope: Construct, id: string, props: ArticleStepProps) {
    const { clusterName, contact, laterChecks, overlay, trustedSources } =
      props.definition.topology;
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
    if (laterChecks.length > 0) {
      const path = scope.node.path;
      this.lifecycle = { precondition: laterChecks.map((one) => preconditionOf(path, one)) };
    }
  }
}
