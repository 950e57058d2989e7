/** What leaves through the public interface and what comes in, beyond the cluster's own needs. Guide step 4. */
export interface FirewallProps {
  /**
   * Services open to everybody on every node: `PublicService.tcp(80, 443)`.
   * @default - none
   */
  readonly publicServices?: PublicService[];
  /**
   * IPv4 networks of VMs that may reach the internet through their node, in CIDR notation.
   * @default - none
   */
  readonly vmSubnets?: string[];
  /**
   * How the source address of those VMs is replaced.
   * @default SourceNat.SNAT
   */
  readonly sourceNat?: SourceNat;
  /**
   * Bridges whose VMs reach the VMs of other nodes; `*` at the end stands for any name. The public interface is never one of them.
   *
   * VMs reach each other, the tunnels and, from `vmSubnets`, the internet; the node itself answers them nothing but pings.
   * @default ["vmbr*"]
   */
  readonly vmBridges?: string[];
  /**
   * Interfaces of private networks from which a node accepts everything, such as one for storage or backups; `*` at the end stands for any name.
   * The public interface cannot be one of them.
   * @default - none, and before the first deploy a node with an address on an interface that is neither public nor a bridge of VMs is an error, because
   * nothing new would be let in there. Whoever wants that writes an empty list.
   */
  readonly trustedInterfaces?: string[];
  /**
   * Seconds that a node waits for the confirmation of a new ruleset before it takes the old one back, 10 to 600.
   * @default 60
   */
  readonly confirmSeconds?: number;
  /**
   * Begin with `flush ruleset` as the article does. It removes the tables of everyone else too, those of `proxmox-firewall` among them.
   * @default false
   */
  readonly flushRuleset?: boolean;
}

/** How the source address of VMs is replaced on their way to the internet. */
export enum SourceNat {
  /** By the node's public address, which must be static and on its interface; a node behind NAT masquerades. */
  SNAT = "snat",
  /** By whatever address the interface has: for addresses from DHCP. */
  MASQUERADE = "masquerade",
}

/** Ports that everybody may reach. */
export class PublicService {
  /** TCP ports, 1 to 65535. */
  static tcp(...ports: number[]): PublicService {
    return new PublicService("tcp", ports);
  }

  /** UDP ports, 1 to 65535. */
  static udp(...ports: number[]): PublicService {
    return new PublicService("udp", ports);
  }

  private constructor(
    /** `tcp` or `udp`. */
    readonly protocol: string,
    /** The ports. */
    readonly ports: number[],
  ) {}
}
