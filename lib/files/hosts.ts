import type { Topology } from "../topology";

/**
 * The lines of /etc/hosts that make every node's name mean its overlay address. Guide step 3.
 *
 * Where no domain is given, `@domain@` stands for the one that the node finds in the Proxmox installer's line.
 */
export function hostsBlock({ nodes }: Topology): string {
  return nodes
    .map(
      ({ name, fqdn, overlayAddress }) =>
        `${overlayAddress} ${fqdn ?? `${name}.@domain@`} ${name}\n`,
    )
    .join("");
}
