import type { Construct } from "constructs";
import { totemSettings } from "../files";
import { NodeStep } from "../remote/step";
import type { ArticleStepProps } from "./step-props";

/**
 * Step 6 of the article: corosync's timers for a WAN.
 *
 * Before the first join, not after the last as in the article: a lone node can restart corosync without harm,
 * joiners start with the tuned timers, and a join over 65 ms cannot take quorum from the others.
 */
export class Tuning extends NodeStep {
  constructor(scope: Construct, id: string, props: ArticleStepProps) {
    const { contact, corosync } = props.definition.topology;
    super(scope, id, {
      ...props,
      node: contact,
      step: "tuning",
      environment: { PVE_WAN_CONTACT: contact.name },
      payload: totemSettings(corosync),
    });
  }
}
