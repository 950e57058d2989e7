/** What was measured between the nodes, and what the cluster is to endure. */
export interface WanLatency {
  /** The round trip of the worst pair, 99th percentile, in milliseconds: more than 0, up to 5000. */
  readonly rttP99Milliseconds: number;
  /** How many nodes the cluster has, or will have: 2 to 32. Corosync adds its coefficient for each beyond the second. */
  readonly nodes: number;
  /**
   * Packets that the worst pair loses, in percent, 0 to 50.
   * @default 1
   */
  readonly lossPercent?: number;
  /**
   * Milliseconds for which a path may be silent without corosync calling it down, 0 to 10000.
   * @default 2500
   */
  readonly silenceMilliseconds?: number;
  /**
   * The oldest version of the package pve-cluster on the nodes, for example `9.1.0`. From 9.1.0 on Proxmox takes a coefficient of 125 ms.
   * @default - unknown: what follows holds for 125 and for corosync's own 650
   */
  readonly pveClusterVersion?: string;
}

/** What timers cost, in corosync's own terms. */
export interface CorosyncPrice {
  /** Milliseconds of the token as corosync uses it at most: token + (nodes - 2) * coefficient. */
  readonly runtimeToken: number;
  /** Milliseconds of consensus at most. */
  readonly consensus: number;
  /** Milliseconds until a token is sent again. */
  readonly tokenRetransmit: number;
  /** Milliseconds between two pings of a link: a quarter of the runtime token. */
  readonly knetPingInterval: number;
  /** Milliseconds without a pong until a link is down: half of the runtime token. */
  readonly knetPingTimeout: number;
  /** Seconds at most until a dead node is noticed and the others go on: token and consensus. */
  readonly deadNodeNoticedSeconds: number;
  /** Seconds that are left of HA's 60 when the membership had to be formed twice; 0 or less: the watchdog may fire. */
  readonly watchdogMarginSeconds: number;
}
