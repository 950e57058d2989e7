import type { Construct } from "constructs";
import { NodeStep } from "../remote/step";
import type { ArticleStepProps } from "./step-props";

/** Seconds until a fresh cluster must be writable: measured 7 to 8, plus a slow disk. */
const DEADLINE_SECONDS = 90;

/** Step 5 of the article, first half: the cluster is created on the contact node, bound to the overlay. */
export class Create extends NodeStep {
  constructor(scope: Construct, id: string, props: ArticleStepProps) {
    const { clusterName, contact } = props.definition.topology;
    super(scope, id, {
      ...props,
      node: contact,
      step: "create",
      settings: {
        clusterName,
        link0: contact.overlayAddress,
        deadlineSeconds: DEADLINE_SECONDS,
      },
    });
  }
}
