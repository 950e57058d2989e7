/** One Proxmox VE host. Its key in `nodes` is its name: what `hostname` says on it. */
export interface NodeProps {
  /**
   * Number of the node: the last part of its overlay address and its corosync node id. Stays the same for the node's whole life.
   *
   * From 1; at most what the overlay has room for. Cannot be a token: addresses are computed from it.
   */
  readonly id: number;
  /** Where the node stands. Nodes of one site share their fate; a site is only a name. Cannot be a token: quorum is counted by it. */
  readonly site: string;
  /** The public address under which the other nodes reach it: WireGuard's `Endpoint` (wg(8)), guide step 2. */
  readonly publicAddress: string;
  /** The interface that carries the public address, on Proxmox often a bridge such as `vmbr0`. At most 15 characters. Guide step 4. */
  readonly publicInterface: string;
  /**
   * Fully qualified name for /etc/hosts, beginning with the node's name. Guide step 3.
   * @default - name and `domain`, else the name in the line that the Proxmox installer wrote
   */
  readonly fqdn?: string;
  /**
   * Where SSH reaches the node, ssh(1). Its connections have to arrive on the public interface: the firewall lets trusted sources in there only.
   * @default - the public address
   */
  readonly sshAddress?: string;
  /**
   * Port of its SSH server, 1 to 65535.
   * @default - `ssh.port`
   */
  readonly sshPort?: number;
  /**
   * Its SSH host key as in /etc/ssh/ssh_host_ed25519_key.pub (`ssh-ed25519 AAAA…`), of any kind.
   * @default - what known_hosts says; a node that is not in it is an error
   */
  readonly sshHostKey?: string;
  /**
   * WireGuard public key that the node must have: another one there is an error.
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
   * Raise it after the server was installed anew under the same address: every step of the node runs again.
   * @default 0
   */
  readonly generation?: number;
}

/** Where a forwarded port leads. */
export interface PortForwardOptions {
  /** Port on the public side, 1 to 65535. */
  readonly port: number;
  /** IPv4 address of the machine behind the node. */
  readonly toAddress: string;
  /**
   * Port on that machine, 1 to 65535.
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
