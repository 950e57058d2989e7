import type { NodeProps } from "../node-props";
import { named } from "../printable";
import { at, type Problems } from "../problems";
import type { ClusterProps } from "../props";

/** Checks that no two nodes share what must be theirs alone. */
export function checkUniqueness(problems: Problems, { nodes }: ClusterProps): void {
  const entries = Object.entries(nodes);

  const unique = (
    prop: string,
    allowed: string,
    valueOf: (node: NodeProps, name: string) => unknown,
  ): void => {
    const owners = new Map<unknown, string>();
    for (const [name, node] of entries) {
      const value = valueOf(node, name);
      if (value === undefined || problems.isUnresolved(value)) continue;
      const owner = owners.get(value);
      owners.set(value, owner ?? name);
      if (owner === undefined) continue;
      const got = prop === "" ? name : value;
      const fix = `${named(owner)} has it already: change one of the two`;
      problems.add(`${at("nodes", name)}${prop}`, got, allowed, fix);
    }
  };

  unique(".id", "an id of its own", ({ id }) => id);
  unique("", "a name that differs by more than upper and lower case", (_, name) =>
    name.toLowerCase(),
  );
  unique(".publicAddress", "an address of its own", ({ publicAddress }) => publicAddress);
  unique(".publicAddress6", "an address of its own", ({ publicAddress6 }) => publicAddress6);
  unique(".link1Address", "an address of its own", ({ link1Address }) => link1Address);
  unique(".wireguardPublicKey", "a key of its own", ({ wireguardPublicKey }) => wireguardPublicKey);
}

/** Checks that SSH reaches another server for every node: else one server would be set up as two. */
export function checkSshServers(problems: Problems, { nodes, ssh }: ClusterProps): void {
  const serverOf = (node: NodeProps): string | undefined => {
    const address = node.sshAddress ?? node.publicAddress ?? node.publicAddress6;
    const port = node.sshPort ?? ssh?.port ?? 22;
    if (address === undefined) return undefined;
    if (problems.isUnresolved(address) || problems.isUnresolved(port)) return undefined;
    return `${address} port ${port}`;
  };
  for (const [name, node] of Object.entries(nodes)) {
    const server = serverOf(node);
    if (node.sshAddress === undefined || server === undefined) continue;
    const other = Object.entries(nodes).find(
      ([otherName, one]) => otherName !== name && serverOf(one) === server,
    );
    if (!other) continue;
    const fix = `SSH to ${named(other[0])} goes there already: change one of the two`;
    problems.add(`${at("nodes", name)}.sshAddress`, server, "an SSH server of its own", fix);
  }
}
