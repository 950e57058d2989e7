import type { Construct } from "constructs";
import { PerNode } from "./per-node";
import type { ArticleStepProps } from "./step-props";

/** Keeps SSH as strict as it was and every key that could log in: `pvecm` would allow root's password and replace the keys. */
export class SshPolicy extends PerNode {
  constructor(scope: Construct, id: string, props: ArticleStepProps) {
    super(scope, id, props, () => ({ step: "ssh-policy" }));
  }
}
