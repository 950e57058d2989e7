import type { Construct } from "constructs";
import { NodeStep } from "../remote/step";
import type { ArticleStepProps } from "./step-props";

/** Seconds until a fresh cluster must be writable: measured 7 to 8, plus a slow disk. */
const DEADLINE_SECONDS = 90;

/** Step 5 of the article, first half: the cluster is created on the contact node, bound to the overlay. */
export class Create extends NodeStep {
  constructor(scope: Construct, id: string, props: ArticleStepProps) {
    const { clusterName, contact, corosync } = props.definition.topology;
    const hasLink1 = contact.link1Address !== undefined;
    super(scope, id, {
      ...props,
      node: contact,
      step: "create",
      environment: { PVE_WAN_CONTACT: contact.name },
      settings: {
        clusterName,
        id: contact.id,
        link0: contact.overlayAddress,
        link1: contact.link1Address,
        link0Priority: hasLink1 ? corosync.link0Priority : undefined,
        link1Priority: hasLink1 ? corosync.link1Priority : undefined,
        deadlineSeconds: DEADLINE_SECONDS,
      },
    });
  }
}
