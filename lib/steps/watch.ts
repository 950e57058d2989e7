import type { Construct } from "constructs";
import { FleetStep } from "../remote/step";
import { memberLines } from "./member-lines";
import type { ArticleStepProps } from "./step-props";

/**
 * What the nodes look at from then on. Always a part of the plan, also where nothing is to be watched: a resource that leaves the plan could
 * take no timer away.
 */
export class Watch extends FleetStep {
  constructor(scope: Construct, id: string, props: ArticleStepProps) {
    const { nodes, watch } = props.definition.topology;
    super(scope, id, {
      ...props,
      step: "watch-setup",
      settings: () => ({ ...watch }),
      payload: () => (watch ? memberLines(nodes) : []),
    });
  }
}
