import type { BandwidthProps } from "./bandwidth-props";
import type { PublicService, SourceNat } from "./firewall-props";
import type { LaterCheck } from "./later-check";
import type { PortForward } from "./node-props";
import type { TunnelProps } from "./tunnel-props";

/** A node with every default filled in. */
export interface Node {
  /** What `hostname` says on it. */
  readonly name: string;
  /** Its number: corosync's node id and the last part of its overlay address. */
  readonly id: number;
  /** Where it stands. */
  readonly site: string;
  /** WireGuard's endpoint, or nothing behind NAT. May be a token. */
  readonly publicAddress?: string;
  /** WireGuard's endpoint where IPv4 leads nowhere. May be a token. */
  readonly publicAddress6?: string;
  /** The interface of that address. May be a token. */
  readonly publicInterface: string;
  /** Its address on wg0, without prefix length. */
  readonly overlayAddress: string;
  /** Its address on corosync's second link, if there is one. May be a token. */
  readonly link1Address?: string;
  /** Its full name, if it is known at synth. */
  readonly fqdn?: string;
  /** Where SSH reaches it. May be a token. */
  readonly sshAddress: string;
  /** Port of its SSH server. May be a token. */
  readonly sshPort: number;
  /** Its SSH host key, if it is pinned. May be a token. */
  readonly sshHostKey?: string;
  /** The WireGuard key that it must have, if it is pinned. May be a token. */
  readonly wireguardPublicKey?: string;
  /** Networks behind it. May be tokens. */
  readonly routedSubnets: string[];
  /** Ports of the public side that lead to machines behind it. */
  readonly portForwards: PortForward[];
  /** Megabits per second that its line can send, where bandwidth is set. May be a token. */
  readonly uplinkMegabitsPerSecond?: number;
  /** The physical interface on which the tunnels go first, if one is shaped. May be a token. */
  readonly shapedInterface?: string;
  /** Raised when the server was installed anew. */
  readonly generation: number;
}

/** Two nodes with a tunnel between them. */
export interface Pair {
  /** The one with the lower id. */
  readonly a: Node;
  /** The other one. */
  readonly b: Node;
}

/** The WireGuard network with every default filled in. */
export interface Overlay {
  /** Its network. */
  readonly cidr: string;
  /** Prefix length of that network. */
  readonly prefixLength: number;
  /** MTU of the tunnels in bytes. */
  readonly mtu: number;
  /** UDP port on every node. May be a token. */
  readonly listenPort: number;
  /** Seconds between keepalives; 0 is off. */
  readonly persistentKeepalive: number;
  /** Name of the interface: `wg0`. */
  readonly interface: string;
}

/** The firewall's settings with every default filled in. */
export interface FirewallSettings {
  /** Services open to everybody. */
  readonly publicServices: PublicService[];
  /** Networks of VMs that go out by address translation. May be tokens. */
  readonly vmSubnets: string[];
  /** How their source address is replaced. */
  readonly sourceNat: SourceNat;
  /** Bridges of VMs, with `*` at the end for any. */
  readonly vmBridges: string[];
  /** Interfaces from which everything is accepted, with `*` at the end for any; absent if nobody has thought about them. */
  readonly trustedInterfaces?: string[];
  /** Seconds until an unconfirmed ruleset is taken back. */
  readonly confirmSeconds: number;
  /** Whether the tables of all others go too. */
  readonly flushRuleset: boolean;
}

/** Corosync's timers with the article's defaults; what has no default there may be absent. */
export interface CorosyncSettings {
  /** Milliseconds. */
  readonly token: number;
  /** How often a token is sent again. */
  readonly tokenRetransmitsBeforeLossConst: number;
  /** Milliseconds. */
  readonly join: number;
  /** Milliseconds. */
  readonly sendJoin: number;
  /** Milliseconds. */
  readonly merge: number;
  /** Milliseconds; left to corosync if absent. */
  readonly consensus?: number;
  /** Milliseconds; what pvecm wrote stays if absent. */
  readonly tokenCoefficient?: number;
  /** Priority of the tunnels. */
  readonly link0Priority: number;
  /** Priority of the second link. */
  readonly link1Priority: number;
  /** Whether cipher and hash are written out. */
  readonly explicitCrypto: boolean;
}

/** How the runner reaches the nodes. */
export interface SshSettings {
  /** Private key file on the runner. */
  readonly privateKeyPath?: string;
  /** known_hosts file on the runner. */
  readonly knownHostsPath?: string;
}

/** The watch with every default filled in. */
export interface WatchSettings {
  /** Seconds from one look to the next. May be a token. */
  readonly intervalSeconds: number;
  /** A program on the nodes that is told. May be a token. */
  readonly alertCommand?: string;
  /** A service on the nodes that is started. May be a token. */
  readonly alertUnit?: string;
  /** Folder of node_exporter's textfiles. May be a token. */
  readonly metricsDirectory?: string;
}

/** A cluster's props, checked, with every default filled in and every address computed. */
export interface Topology {
  /** Name of the Proxmox cluster. */
  readonly clusterName: string;
  /** Domain of the full names, if it is known at synth. May be a token. */
  readonly domain?: string;
  /** The WireGuard network. */
  readonly overlay: Overlay;
  /** By id, lowest first. */
  readonly nodes: Node[];
  /** The node with the lowest id: the cluster is created there. */
  readonly contact: Node;
  /** Every two nodes: there is a tunnel between them. */
  readonly pairs: Pair[];
  /** What is special about a tunnel, by its name, lower id first: `node1-node2`. */
  readonly tunnels: Readonly<Record<string, TunnelProps>>;
  /** Networks that may reach SSH and the Proxmox GUI. May be tokens. */
  readonly trustedSources: string[];
  /** How the runner reaches the nodes. */
  readonly ssh: SshSettings;
  /** What the firewall lets through. */
  readonly firewall: FirewallSettings;
  /** Corosync's timers. */
  readonly corosync: CorosyncSettings;
  /** How the nodes are watched, if they are. */
  readonly watch?: WatchSettings;
  /** What goes first when a line is full, if anything does. May hold tokens. */
  readonly bandwidth?: BandwidthProps;
  /** Sites on which HA is used. */
  readonly haSites: string[];
  /** What a deploy may do with a half-joined node. */
  readonly repair: "safe" | "rejoin";
  /** Given preshared keys by tunnel, lower id first: `node1-node2`. May be tokens. */
  readonly presharedKeys: Readonly<Record<string, string>>;
  /** Ids of warnings that are known and accepted. */
  readonly acknowledgedWarnings: string[];
  /** What cannot be checked before Terraform knows the value. */
  readonly laterChecks: LaterCheck[];
}
