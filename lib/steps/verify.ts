import type { Construct } from "constructs";
import { FleetStep } from "../remote/step";
import { quorumOf } from "../topology";
import { memberLines } from "./member-lines";
import type { ArticleStepProps } from "./step-props";

/** Step 7 of the article: every fact and every service on every node, checked after whatever changed. */
export class Verify extends FleetStep {
  constructor(scope: Construct, id: string, props: ArticleStepProps) {
    const { topology } = props.definition;
    const { clusterName, corosync, nodes, overlay } = topology;
    const without = quorumOf(topology).filter(({ holdsQuorum }) => !holdsQuorum);
    super(scope, id, {
      ...props,
      step: "verify",
      script: "verify",
      settings: (node) => ({
        clusterName,
        interface: overlay.interface,
        listenPort: overlay.listenPort,
        mtu: overlay.mtu,
        overlayAddress: node.overlayAddress,
        link1: node.link1Address,
        token: corosync.token,
        consensus: corosync.consensus,
        siteWithoutQuorum: without.find(({ site }) => site === node.site)?.site,
      }),
      payload: () => memberLines(nodes),
    });
  }
}
