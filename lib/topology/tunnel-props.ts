/** What is special about the tunnel between two nodes. */
export interface TunnelProps {
  /**
   * Addresses (a token: an IPv4 one) at which one end reaches the other, by the name of the node that has the address: `{ node1: "10.0.0.1", node2: "10.0.0.2" }` for
   * two nodes with a private network between them. WireGuard's `Endpoint`, wg(8); the firewall lets WireGuard in there too.
   * @default - the nodes' public addresses
   */
  readonly endpoints?: Record<string, string>;
  /**
   * Seconds between keepalives (wg(8)), 0 (off) to 65535.
   * @default - `overlay.persistentKeepalive`
   */
  readonly persistentKeepalive?: number;
}
