import type { Node, Topology } from "../topology";
import { allowedIpsOf, endpointOf, keepaliveOf, tunnelName } from "../topology/tunnels";
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
    ...peers.flatMap((peer) => ["", ...peerSection(topology, node, peer)]),
    "",
  ].join("\n");
}

function peerSection(topology: Topology, node: Node, peer: Node): string[] {
  const endpoint = endpointOf(topology, node, peer);
  const allowed = allowedIpsOf(peer).map(wireguardValue);
  return [
    "[Peer]",
    `# ${wireguardValue(peer.name)}`,
    setting("PublicKey", `@public-key:${peer.name}@`),
    setting("PresharedKey", `@preshared-key:${tunnelName(node, peer)}@`),
    ...(endpoint === undefined
      ? [] // behind NAT: it speaks first, and its endpoint is learned
      : [setting("Endpoint", `${endpoint}:${topology.overlay.listenPort}`)]),
    setting("AllowedIPs", allowed.join(", ")),
    setting("PersistentKeepalive", keepaliveOf(topology, node, peer)),
  ];
}

function setting(key: string, value: string | number): string {
  return `${key} = ${wireguardValue(String(value))}`;
}
