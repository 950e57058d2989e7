import type { BandwidthProps } from "./bandwidth-props";
import type { CorosyncProps } from "./corosync-props";
import type { FirewallProps } from "./firewall-props";
import type { NodeProps } from "./node-props";
import type { TunnelProps } from "./tunnel-props";
import type { WatchProps } from "./watch-props";

/** A cluster of Proxmox VE nodes that have only public addresses. */
export interface ClusterProps {
  /** Name of the Proxmox cluster: a host name of at most 15 characters (pvecm(1)). Cannot be a token and cannot be changed later. */
  readonly clusterName: string;
  /** The nodes by name, 1 to 32. The one with the lowest id is the contact node: the cluster is created there (pvecm(1), create). */
  readonly nodes: Record<string, NodeProps>;
  /** Addresses that may reach SSH and the Proxmox GUI (8006) on the public side, in CIDR notation; the runner's own among them. Guide step 4. */
  readonly trustedSources: string[];
  /**
   * The WireGuard network. Guide step 2.
   * @default - the article's values
   */
  readonly overlay?: OverlayProps;
  /**
   * Tunnels that are not like the others, by the names of their two ends in either order: `{ "node1-node2": … }`. wg(8).
   * @default - all tunnels go from public address to public address
   */
  readonly tunnels?: Record<string, TunnelProps>;
  /**
   * How the runner reaches the nodes: ssh(1).
   * @default - as `ssh` does by itself: its configuration, agent, keys and known_hosts
   */
  readonly ssh?: SshProps;
  /**
   * Domain of the nodes' full names in /etc/hosts. Guide step 3.
   * @default - the one in the line that the Proxmox installer wrote
   */
  readonly domain?: string;
  /**
   * What else the firewall lets through. Guide step 4.
   * @default - nothing
   */
  readonly firewall?: FirewallProps;
  /**
   * Corosync's timers. Guide step 6.
   * @default - the article's values
   */
  readonly corosync?: CorosyncProps;
  /**
   * What each node looks at from then on, and whom it tells; `{}` watches with every default. Guide step 7.
   * @default - nothing is watched; a watch of an earlier deploy is taken away
   */
  readonly watch?: WatchProps;
  /**
   * What goes first when a line is full. Guide, "Bandwidth Reality".
   * @default - whatever comes first; what an earlier deploy has set is taken away
   */
  readonly bandwidth?: BandwidthProps;
  /**
   * Sites on whose nodes Proxmox HA is used: a site that cannot hold quorum by itself is warned of. Guide step 7; ha-manager(1).
   * @default - none
   */
  readonly haSites?: string[];
  /**
   * Preshared keys of tunnels, 32 bytes in base64, by the names of their two ends in either order: `{ "node1-node2": … }`. `wg genpsk`.
   * @default - made by `random_bytes` and kept in the state, marked sensitive
   */
  readonly presharedKeys?: Record<string, string>;
  /**
   * What a deploy may do with a half-joined node. `"safe"`: only what cannot lose anything (wait, start services, finish certificates); the
   * rest is printed as a command. `"rejoin"`: also let the cluster forget a node that knows nothing of it (`pvecm expected`, `pvecm delnode`), and put away
   * what a removed node without guests still has of the cluster. pvecm(1).
   * @default "safe"
   */
  readonly repair?: "safe" | "rejoin";
  /**
   * Folder on the machine where Terraform runs that receives a copy of every rendered file.
   * @default - no copies
   */
  readonly renderTo?: string;
  /**
   * Ids of warnings that are known and accepted.
   * @default - none
   */
  readonly acknowledgeWarnings?: string[];
}

/** The WireGuard network between the nodes. */
export interface OverlayProps {
  /**
   * Its network in CIDR notation, of IPv4 or IPv6; a node's address is its id-th. Cannot be a token: addresses are computed from it. Guide step 2.
   * @default "172.16.10.0/24"
   */
  readonly cidr?: string;
  /**
   * MTU of wg0 in bytes, 576 to 8920, with an IPv6 overlay from 1280 (wg-quick(8)). 1420 fits links of 1500, over IPv4 and IPv6.
   * @default 1420
   */
  readonly mtu?: number;
  /**
   * WireGuard's UDP port on every node (wg(8), ListenPort), 1 to 65535 without corosync's 5405 to 5412.
   * @default 51820
   */
  readonly listenPort?: number;
  /**
   * Seconds between keepalives (wg(8)), 0 (off) to 65535.
   * @default 25
   */
  readonly persistentKeepalive?: number;
}

/** How the runner reaches the nodes: as root, by OpenSSH. */
export interface SshProps {
  /**
   * Private key file on the runner: ssh_config(5), IdentityFile.
   * @default - what `ssh` takes by itself: agent, configuration, usual names
   */
  readonly privateKeyPath?: string;
  /**
   * known_hosts file on the runner: ssh_config(5), UserKnownHostsFile.
   * @default - OpenSSH's own
   */
  readonly knownHostsPath?: string;
  /**
   * Port of the nodes' SSH servers (sshd_config(5), Port), 1 to 65535; the firewall opens it to trusted sources.
   * @default 22
   */
  readonly port?: number;
}
