import type { Resource } from "@cdktf/provider-null/lib/resource";
import { Construct } from "constructs";
import { wireguardConfig } from "../files";
import { FleetStep, NodeStep } from "../remote/step";
import { SameOnNodes, type PerNode } from "./per-node";
import { PresharedKeys } from "./preshared-keys";
import type { Node, Topology } from "../topology";
import { endpointOf } from "../topology/tunnels";
import type { ArticleStepProps } from "./step-props";

/** Seconds that the gate waits for handshakes: several of WireGuard's own retries (one every 5 s). */
const GATE_DEADLINE_SECONDS = 60;

/** Step 2 of the article: a tunnel between every two nodes, started at boot, proven from both ends. */
export class Mesh extends Construct {
  /** The preshared keys of each node's tunnels, laid down before any tunnel changes. */
  readonly presharedKeys: PerNode;
  /** wg0 of each node, by node name. */
  readonly interfaces: Record<string, Resource>;
  /** Proof that every tunnel carries full-size packets both ways: what needs the overlay depends on it. */
  readonly gate: Resource;

  constructor(scope: Construct, id: string, props: ArticleStepProps) {
    super(scope, id);
    const { definition, dependsOn, repeatAfter } = props;
    const { nodes, overlay } = definition.topology;

    this.presharedKeys = new NodePresharedKeys(this, "psk", new PresharedKeys(this, props), props);

    // One node after another: when both ends of a tunnel speak first at the same moment, the two handshakes
    // collide and WireGuard needs 5 to 11 s; and no more than one node at a time has its tunnels touched.
    this.interfaces = {};
    let previous: Resource[] = this.presharedKeys.all;
    for (const node of nodes) {
      const step = new NodeStep(this, idOf(node), {
        definition,
        node,
        step: "mesh",
        settings: { interface: overlay.interface },
        payload: wireguardConfig(definition.topology, node),
        dependsOn: [...(dependsOn ?? []), ...previous],
        repeatAfter: [...(repeatAfter ?? []), this.presharedKeys.of(node.name)],
      });
      this.interfaces[node.name] = step;
      previous = [step];
    }

    this.gate = new FleetStep(this, "gate", {
      definition,
      step: "mesh-gate",
      settings: () => ({
        interface: overlay.interface,
        mtu: overlay.mtu,
        deadlineSeconds: GATE_DEADLINE_SECONDS,
      }),
      payload: (node) =>
        nodes
          .filter((peer) => peer !== node)
          .map((peer) => {
            const turn = speaksFirst(definition.topology, node, peer) ? "speak" : "listen";
            return `${peer.name} ${peer.overlayAddress} ${turn}`;
          }),
      repeatAfter: Object.values(this.interfaces),
    });
  }
}

/** Of the two ends of a tunnel one speaks first: the one behind NAT, whom nobody else could reach. */
function speaksFirst(topology: Topology, node: Node, peer: Node): boolean {
  if (endpointOf(topology, node, peer) === undefined) return false;
  return endpointOf(topology, peer, node) === undefined || node.id < peer.id;
}

/** A host may be called like one of the other constructs here; no host's name ends in an underscore. */
function idOf({ name }: Node): string {
  return /^(?:gate|psk|tunnel-key|tunnel-keys-.*)$/.test(name) ? `${name}_` : name;
}

class NodePresharedKeys extends SameOnNodes {
  constructor(scope: Construct, id: string, keys: PresharedKeys, props: ArticleStepProps) {
    super(scope, id, props, (node) => ({
      step: "preshared-keys",
      secretPayload: keys.of(node),
    }));
  }
}
