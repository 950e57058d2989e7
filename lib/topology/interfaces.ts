/** Name of the WireGuard interface on every node. */
export const INTERFACE = "wg0";

/** What leads to no line. */
export const OWN_INTERFACES: readonly string[] = [INTERFACE, "lo"];

/** Whether a name of `vmBridges` or `trustedInterfaces`, maybe with `*` at its end, stands for an interface. */
export function matchesInterface(pattern: string, interfaceName: string): boolean {
  return pattern.endsWith("*")
    ? interfaceName.startsWith(pattern.slice(0, -1))
    : interfaceName === pattern;
}
