import type { Construct } from "constructs";
import { scriptsOf } from "../remote/scripts";
import { SameOnNodes } from "./per-node";
import type { ArticleStepProps } from "./step-props";

/** Installs `pve-wan`, the commands that every other step calls and an administrator can call too. */
export class HostTool extends SameOnNodes {
  constructor(scope: Construct, id: string, props: ArticleStepProps) {
    super(scope, id, props, () => ({
      script: "install",
      step: "host-tool",
      environment: { PVE_WAN_HOST_TOOL: scriptsOf(scope).host },
    }));
  }
}
