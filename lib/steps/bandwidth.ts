import type { Construct } from "constructs";
import { FleetStep, type Settings } from "../remote/step";
import type { Node, Topology } from "../topology";
import type { ArticleStepProps } from "./step-props";

/**
 * What the nodes send first when a line is full. Always a part of the plan, also where nothing is asked for: a resource that leaves the plan could
 * take nothing away.
 */
export class Bandwidth extends FleetStep {
  constructor(scope: Construct, id: string, props: ArticleStepProps) {
    const { topology } = props.definition;
    super(scope, id, {
      ...props,
      step: "bandwidth-setup",
      settings: (node) => (topology.bandwidth ? settingsOf(topology, node) : {}),
    });
  }
}

function settingsOf({ bandwidth, contact, overlay }: Topology, node: Node): Settings {
  return {
    interface: overlay.interface,
    address: node.overlayAddress,
    listenPort: overlay.listenPort,
    uplinkMegabitsPerSecond: node.uplinkMegabitsPerSecond,
    shapedInterface: node.shapedInterface,
    // Proxmox's own options hold for all nodes: one sets them.
    ...(node === contact && {
      migrationNetwork: overlay.cidr,
      migrationMebibytesPerSecond: bandwidth?.migrationMebibytesPerSecond,
      replicationMegabytesPerSecond: bandwidth?.replicationMegabytesPerSecond,
    }),
  };
}
