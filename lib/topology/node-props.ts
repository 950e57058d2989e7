/** One Proxmox VE host. Its key in `nodes` is its name: what `hostname` says on it. */
export interface NodeProps {
  /**
   * Number of the node: the last part of its overlay address and its corosync node id (corosync.conf(5), nodeid). Stays the same for the node's whole life.
   *
   * From 1; at most what the overlay has room for. Cannot be a token: addresses are computed from it.
   */
  readonly id: number;
  /** Where the node stands. Nodes of one site share their fate; a site is only a name. Cannot be a token: quorum is counted by it. Guide step 7. */
  readonly site: string;
  /**
   * The public IPv4 address under which the other nodes reach it: WireGuard's `Endpoint` (wg(8)), guide step 2.
   * @default - none: the node has only `publicAddress6`, or is behind NAT and opens its tunnels itself. Then it needs `sshAddress`, and of two such nodes the tunnel needs `endpoints` of its own.
   */
  readonly publicAddress?: string;
  /**
   * The public IPv6 address under which it is reached by those nodes with which it does not have IPv4 in common: WireGuard's `Endpoint` (wg(8)).
   * @default - none
   */
  readonly publicAddress6?: string;
  /** The interface that carries the public addresses, or behind NAT leads to it; on Proxmox often a bridge such as `vmbr0`. At most 15 characters. Guide step 4. */
  readonly publicInterface: string;
  /**
   * Address of corosync's second link, which takes over while the tunnels fail: pvecm(1), `--link1`. The public address, or one of another
   * network between the nodes; all nodes have one, of the same family, or none. A token is taken for an IPv4 address. Its packets (5406/udp, encrypted by corosync) do not go through the tunnels.
   * @default - none: corosync speaks through the tunnels only
   */
  readonly link1Address?: string;
  /**
   * Fully qualified name for /etc/hosts, beginning with the node's name. Guide step 3.
   * @default - name and `domain`, else the name in the line that the Proxmox installer wrote
   */
  readonly fqdn?: string;
  /**
   * Where SSH reaches the node, ssh(1). Its connections have to arrive on the public interface: the firewall lets trusted sources in there only.
   * @default - the public address; without one it has to be given
   */
  readonly sshAddress?: string;
  /**
   * Port of its SSH server, 1 to 65535: sshd_config(5), Port.
   * @default - `ssh.port`
   */
  readonly sshPort?: number;
  /**
   * Its SSH host key as in /etc/ssh/ssh_host_ed25519_key.pub (`ssh-ed25519 AAAA…`), of any kind: sshd(8), SSH_KNOWN_HOSTS.
   * @default - what known_hosts says; a node that is not in it is an error
   */
  readonly sshHostKey?: string;
  /**
   * WireGuard public key that the node must have (wg(8), PublicKey): another one there is an error.
   * @default - whatever key is born on the node
   */
  readonly wireguardPublicKey?: string;
  /**
   * Networks behind the node (VMs, SDN), in CIDR notation: added to the `AllowedIPs` of its peers. Guide step 2.
   * @default - none
   */
  readonly routedSubnets?: string[];
  /**
   * Ports of the public side that lead to a machine behind the node: `PortForward.tcp(...)`. Guide step 4 (`dnat ip to`).
   * @default - none
   */
  readonly portForwards?: PortForward[];
  /**
   * Megabits per second that its line can send at any time, 1 to 100000. tc-htb(8).
   * @default - `bandwidth.uplinkMegabitsPerSecond`
   */
  readonly uplinkMegabitsPerSecond?: number;
  /**
   * The physical interface of its line, such as `eno1` below `vmbr0`: on it the tunnels go before all else, such as the traffic of VMs, and all together are
   * limited to the line. tc-htb(8).
   * @default - none: only the tunnels are shaped
   */
  readonly shapedInterface?: string;
  /**
   * Raise it after the server was installed anew under the same address: every step of the node runs again.
   * @default 0
   */
  readonly generation?: number;
}

/** Where a forwarded port leads. */
export interface PortForwardOptions {
  /** Port on the public side, 1 to 65535. nft(8), dnat. */
  readonly port: number;
  /** IPv4 address of the machine behind the node. nft(8), dnat. */
  readonly toAddress: string;
  /**
   * Port on that machine, 1 to 65535. nft(8), dnat.
   * @default - the same port
   */
  readonly toPort?: number;
}

/** A port of the public side that leads to a machine behind the node. */
export class PortForward {
  /** A TCP port. */
  static tcp(options: PortForwardOptions): PortForward {
    return new PortForward("tcp", options.port, options.toAddress, options.toPort ?? options.port);
  }

  /** A UDP port. */
  static udp(options: PortForwardOptions): PortForward {
    return new PortForward("udp", options.port, options.toAddress, options.toPort ?? options.port);
  }

  private constructor(
    /** `tcp` or `udp`. */
    readonly protocol: string,
    /** Port on the public side. */
    readonly port: number,
    /** The machine behind the node. */
    readonly toAddress: string,
    /** Port on that machine. */
    readonly toPort: number,
  ) {}
}
