import type { Construct } from "constructs";
import { SameOnNodes, type PerNodeProps } from "./per-node";

/** Keeps SSH as strict as it was and every key that could log in: `pvecm` would allow root's password and replace the keys. */
export class SshPolicy extends SameOnNodes {
  constructor(scope: Construct, id: string, props: PerNodeProps) {
    super(scope, id, props, () => ({ step: "ssh-policy" }));
  }
}
