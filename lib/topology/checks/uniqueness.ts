import type { NodeProps } from "../node-props";
import { at, type Problems } from "../problems";
import type { ClusterProps } from "../props";

/** Checks that no two nodes share what must be theirs alone. */
export function checkUniqueness(problems: Problems, { nodes, ssh }: ClusterProps): void {
  const entries = Object.entries(nodes);

  const unique = (
    prop: string,
    what: string,
    valueOf: (node: NodeProps, name: string) => unknown,
  ): void => {
    const owners = new Map<unknown, string>();
    for (const [name, node] of entries) {
      const value = valueOf(node, name);
      if (value === undefined || problems.isUnresolved(value)) continue;
      const owner = owners.get(value);
      owners.set(value, owner ?? name);
      if (owner === undefined) continue;
      const allowed = `${what} of its own`;
      const fix = `${owner} has it already: change one of the two`;
      problems.add(`${at("nodes", name)}${prop}`, value, allowed, fix);
    }
  };

  unique(".id", "an id", ({ id }) => id);
  unique("", "a name, upper and lower case being the same,", (_, name) => name.toLowerCase());
  unique(".publicAddress", "a public address", ({ publicAddress }) => publicAddress);
  unique(".wireguardPublicKey", "a key", ({ wireguardPublicKey }) => wireguardPublicKey);
  unique(".sshAddress", "an SSH server", ({ sshAddress, sshPort }) =>
    sshAddress === undefined || problems.isUnresolved(sshAddress)
      ? undefined
      : `${sshAddress} port ${sshPort ?? ssh?.port ?? 22}`,
  );
}
