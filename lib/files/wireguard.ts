import type { Node, Topology } from "../topology";
import { MARKER } from "./marker";
import { wireguardValue } from "./wireguard-value";

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
    setting("Address", `${node.overlayAddress}/${overlay.prefixLength}`),
    setting("PrivateKey", "@private-key@"),
    setting("ListenPort", overlay.listenPort),
    setting("MTU", overlay.mtu),
    ...peers.flatMap((peer) => ["", ...peerSection(topology, peer)]),
    "",
  ].join("\n");
}

function peerSection({ overlay }: Topology, peer: Node): string[] {
  const allowed = [`${peer.overlayAddress}/32`, ...peer.routedSubnets.map(wireguardValue)];
  return [
    "[Peer]",
    `# ${wireguardValue(peer.name)}`,
    setting("PublicKey", `@public-key:${peer.name}@`),
    setting("PresharedKey", `@preshared-key:${peer.name}@`),
    setting("Endpoint", `${peer.publicAddress}:${overlay.listenPort}`),
    setting("AllowedIPs", allowed.join(", ")),
    setting("PersistentKeepalive", overlay.persistentKeepalive),
  ];
}

function setting(key: string, value: string | number): string {
  return `${key} = ${wireguardValue(String(value))}`;
}
