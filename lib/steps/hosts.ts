import type { Construct } from "constructs";
import { hostsBlock } from "../files";
import { SameOnNodes } from "./per-node";
import type { ArticleStepProps } from "./step-props";

/** Step 3 of the article: every node's name means its overlay address, on every node. */
export class Hosts extends SameOnNodes {
  constructor(scope: Construct, id: string, props: ArticleStepProps) {
    const { topology } = props.definition;
    super(scope, id, props, (node) => ({
      step: "hosts",
      settings: { overlayAddress: node.overlayAddress },
      payload: hostsBlock(topology),
    }));
  }
}
