/** Corosync's timers, by corosync's own names: corosync.conf(5), section totem. The defaults are the article's. Guide step 6. */
export interface CorosyncProps {
  /**
   * Milliseconds without a token until it is lost, 1000 to 30000. Corosync adds its coefficient for each node beyond the second.
   * @default 10000
   */
  readonly token?: number;
  /**
   * How often a token is sent again before it is lost, 1 to 50.
   * @default 10
   */
  readonly tokenRetransmitsBeforeLossConst?: number;
  /**
   * Milliseconds to wait for join messages, 50 to less than the consensus.
   * @default 1000
   */
  readonly join?: number;
  /**
   * Upper bound, in milliseconds, of a random wait before a join message, 0 to 5000. Without use below 32 nodes.
   * @default 500
   */
  readonly sendJoin?: number;
  /**
   * Milliseconds to wait before looking for another partition, 50 to 10000.
   * @default 400
   */
  readonly merge?: number;
  /**
   * Milliseconds to reach consensus before a new round, at least 1.2 times the token.
   * @default - left to corosync, which takes 1.2 times the runtime token: the safest
   */
  readonly consensus?: number;
  /**
   * Milliseconds added to the token for each node beyond the second, 0 to 5000.
   * @default - what pvecm wrote: 125 from pve-cluster 9.1.0 on, else corosync's own 650
   */
  readonly tokenCoefficient?: number;
  /**
   * Priority of the tunnels as corosync's link, 0 to 255: of the links that work the one with the highest number is used. corosync.conf(5),
   * knet_link_priority. Only where nodes have a `link1Address`; taken when the cluster is created.
   * @default 20
   */
  readonly link0Priority?: number;
  /**
   * Priority of the second link, 0 to 255.
   * @default 10
   */
  readonly link1Priority?: number;
  /**
   * Write `crypto_cipher: aes256` and `crypto_hash: sha256` out, which `secauth: on` implies already.
   * @default false
   */
  readonly explicitCrypto?: boolean;
}
