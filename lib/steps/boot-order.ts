import type { Construct } from "constructs";
import { corosyncDropIn } from "../files";
import { SameOnNodes, type PerNodeProps } from "./per-node";

/** "Things that bit us": corosync starts after and stops before the tunnel, and nf_conntrack is there before sysctl needs it. */
export class BootOrder extends SameOnNodes {
  constructor(scope: Construct, id: string, props: PerNodeProps) {
    super(scope, id, props, () => ({
      step: "boot-order",
      payload: corosyncDropIn(props.definition.topology),
    }));
  }
}
