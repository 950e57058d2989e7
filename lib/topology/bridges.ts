/** Whether a name of `vmBridges`, maybe with `*` at its end, stands for an interface. */
export function matchesBridge(pattern: string, interfaceName: string): boolean {
  return pattern.endsWith("*")
    ? interfaceName.startsWith(pattern.slice(0, -1))
    : interfaceName === pattern;
}
