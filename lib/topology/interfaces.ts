/** Whether a name of `vmBridges` or `trustedInterfaces`, maybe with `*` at its end, stands for an interface. */
export function matchesInterface(pattern: string, interfaceName: string): boolean {
  return pattern.endsWith("*")
    ? interfaceName.startsWith(pattern.slice(0, -1))
    : interfaceName === pattern;
}
