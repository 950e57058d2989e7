import type { Node, Topology } from "../topology";
import { MARKER } from "./marker";

/**
 * wg0.conf of a node, as wg-quick(8) reads it. Guide step 2.
 *
 * Keys stand as placeholders that the node itself fills: no private key ever leaves it, no preshared key is shown in a plan.
 */
export function wireguardConfig(topology: Topology, node: Node): string {
  const { overlay } = topology;
  const peers = topology.nodes.filter((peer) => peer !== node);
  return [
    MARKER,
    "[Interface]",
    `Address = ${node.overlayAddress}/${overlay.prefixLength}`,
    "PrivateKey = @private-key@",
    `ListenPort = ${overlay.listenPort}`,
    `MTU = ${overlay.mtu}`,
    ...peers.flatMap((peer) => ["", ...peerSection(topology, peer)]),
    "",
  ].join("\n");
}

function peerSection({ overlay }: Topology, peer: Node): string[] {
  const allowed = [`${peer.overlayAddress}/32`, ...peer.routedSubnets];
  return [
    "[Peer]",
    `# ${peer.name}`,
    `PublicKey = @public-key:${peer.name}@`,
    `PresharedKey = @preshared-key:${peer.name}@`,
    `Endpoint = ${peer.publicAddress}:${overlay.listenPort}`,
    `AllowedIPs = ${allowed.join(", ")}`,
    `PersistentKeepalive = ${overlay.persistentKeepalive}`,
  ];
}
