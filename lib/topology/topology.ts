import type { CorosyncProps } from "./corosync-props";
import type { PublicService, SourceNat } from "./firewall-props";
import type { PortForward } from "./node-props";

/** A node with every default filled in. */
export interface Node {
  readonly name: string;
  readonly id: number;
  readonly site: string;
  readonly publicAddress: string;
  readonly publicInterface: string;
  readonly overlayAddress: string;
  readonly fqdn?: string;
  readonly sshAddress: string;
  readonly sshPort: number;
  readonly sshHostKey?: string;
  readonly wireguardPublicKey?: string;
  readonly routedSubnets: readonly string[];
  readonly portForwards: readonly PortForward[];
  readonly generation: number;
}

/** The WireGuard network with every default filled in. */
export interface Overlay {
  readonly cidr: string;
  readonly prefixLength: number;
  readonly mtu: number;
  readonly listenPort: number;
  readonly persistentKeepalive: number;
  readonly interface: string;
}

/** The firewall's settings with every default filled in. */
export interface FirewallSettings {
  readonly publicServices: readonly PublicService[];
  readonly vmSubnets: readonly string[];
  readonly sourceNat: SourceNat;
  readonly vmBridges: readonly string[];
  readonly confirmSeconds: number;
  readonly flushRuleset: boolean;
}

/** Corosync's timers with the article's defaults; what has no default there stays out. */
export type CorosyncSettings = CorosyncProps &
  Required<
    Pick<
      CorosyncProps,
      "token" | "tokenRetransmitsBeforeLossConst" | "join" | "sendJoin" | "merge" | "explicitCrypto"
    >
  >;

/** How the runner reaches the nodes. */
export interface SshSettings {
  readonly privateKeyPath?: string;
  readonly knownHostsPath?: string;
}

/** A cluster's props, checked, with every default filled in and every address computed. */
export interface Topology {
  readonly clusterName: string;
  readonly domain?: string;
  readonly overlay: Overlay;
  /** By id, lowest first. */
  readonly nodes: readonly Node[];
  /** The node with the lowest id: the cluster is created there. */
  readonly contact: Node;
  /** The two ends of every tunnel, lower id first. */
  readonly pairs: readonly (readonly [Node, Node])[];
  readonly trustedSources: readonly string[];
  readonly ssh: SshSettings;
  readonly firewall: FirewallSettings;
  readonly corosync: CorosyncSettings;
  readonly haSites: readonly string[];
  readonly presharedKeys: Readonly<Record<string, string>>;
  readonly acknowledgedWarnings: readonly string[];
}
