import type { Topology } from "../topology";

/**
 * The lines of /etc/hosts that make every node's name mean its overlay address: hosts(5). Guide step 3.
 *
 * The full name comes first, as in the line of the Proxmox installer. Where no domain is given, `@domain@` stands for the one that the node finds in that line.
 */
export function hostsBlock({ nodes }: Topology): string {
  return nodes
    .map(
      ({ name, fqdn, overlayAddress }) =>
        `${overlayAddress} ${fqdn ?? `${name}.@domain@`} ${name}\n`,
    )
    .join("");
}
