import { Construct } from "constructs";
import { wireguardConfig } from "../files";
import { FleetStep, NodeStep } from "../remote/step";
import { PerNode } from "./per-node";
import { PresharedKeys } from "./preshared-keys";
import type { Node } from "../topology";
import type { ArticleStepProps } from "./step-props";

/** Seconds that the gate waits for handshakes: several of WireGuard's own retries (one every 5 s). */
const GATE_DEADLINE_SECONDS = 60;

/** Step 2 of the article: a tunnel between every two nodes, started at boot, proven from both ends. */
export class Mesh extends Construct {
  /** The preshared keys of each node's tunnels, laid down before any tunnel changes. */
  readonly presharedKeys: PerNode;
  /** wg0 of each node, by node name. */
  readonly interfaces: ReadonlyMap<string, NodeStep>;
  /** Proof that every tunnel carries full-size packets both ways: what needs the overlay depends on it. */
  readonly gate: FleetStep;

  constructor(scope: Construct, id: string, props: ArticleStepProps) {
    super(scope, id);
    const { definition, dependsOn, repeatAfter } = props;
    const { nodes, overlay } = definition.topology;

    this.presharedKeys = new NodePresharedKeys(this, "psk", new PresharedKeys(this, props), props);

    // One node after another: when both ends of a tunnel speak first at the same moment, the two handshakes
    // collide and WireGuard needs 5 to 11 s; and no more than one node at a time has its tunnels touched.
    const interfaces = new Map<string, NodeStep>();
    this.interfaces = interfaces;
    let previous: NodeStep[] = this.presharedKeys.all;
    for (const node of nodes) {
      const step = new NodeStep(this, idOf(node), {
        definition,
        node,
        step: "mesh",
        settings: { interface: overlay.interface },
        payload: wireguardConfig(definition.topology, node),
        dependsOn: [...(dependsOn ?? []), ...previous],
        repeatAfter: [...(repeatAfter ?? []), this.presharedKeys.of(node)],
      });
      interfaces.set(node.name, step);
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
            const turn = node.id < peer.id ? "speak" : "listen";
            return `${peer.name} ${peer.overlayAddress} ${turn}`;
          }),
      repeatAfter: [...interfaces.values()],
    });
  }
}

/** A host may be called like one of the other constructs here; no host's name ends in an underscore. */
function idOf({ name }: Node): string {
  return /^(?:gate|psk|tunnel-key|tunnel-keys-.*)$/.test(name) ? `${name}_` : name;
}

class NodePresharedKeys extends PerNode {
  constructor(scope: Construct, id: string, keys: PresharedKeys, props: ArticleStepProps) {
    super(scope, id, props, (node) => ({
      step: "preshared-keys",
      secretPayload: keys.of(node),
    }));
  }
}
