import { isHostAddress, isNetwork, overlap } from "./addresses";
import type { NodeProps } from "./node-props";
import type { Problems } from "./problems";

const HOST_NAME = /^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/;
const FULL_NAME =
  /^(?=.{1,253}$)([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/;
const DOMAIN =
  /^(?=.{1,253}$)([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)*[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/;
const SITE_NAME = /^[a-zA-Z0-9]([a-zA-Z0-9_-]{0,62})$/;
// What the kernel takes as an interface name, without the characters that nftables strings cannot carry.
const INTERFACE_NAME = /^(?!\.{1,2}$)[^\s/:"'\\*\p{C}]{1,15}$/u;
const WIREGUARD_KEY = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
const HOST_KEY =
  /^(ssh-(ed25519|rsa)|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]+=*( [^\p{C}]*)?$/u;

/** Whether a text can be the name of a host. */
export function isHostName(text: string): boolean {
  return HOST_NAME.test(text);
}

/** Checks a domain such as `example.com`. */
export function checkDomain(problems: Problems, domain: string | undefined): void {
  problems.text(
    "domain",
    domain,
    DOMAIN,
    "a domain such as example.com",
    "write the domain without a leading dot",
  );
}

/** Checks the name of a network interface. */
export function checkInterface(problems: Problems, prop: string, name: string): void {
  problems.text(
    prop,
    name,
    INTERFACE_NAME,
    "the name of a network interface, 1 to 15 characters without spaces, slashes, colons, quotes and stars",
    "take the name that `ip address` shows beside the public address",
  );
}

/** Checks every node by itself. */
export function checkNode(problems: Problems, name: string, node: NodeProps): void {
  const prop = (key: string): string => `nodes.${name}.${key}`;
  if (!isHostName(name)) {
    problems.add(
      `nodes.${name}`,
      name,
      "a host name: letters, digits and hyphens, at most 63 characters",
      "take the name that `hostname` says on the node",
    );
  }
  if (!problems.refuseToken(prop("id"), node.id, "the overlay address is computed from it")) {
    if (!Number.isInteger(node.id) || node.id < 1) {
      problems.add(prop("id"), node.id, "a whole number from 1", "number the nodes 1, 2, 3, …");
    }
  }
  if (!problems.refuseToken(prop("site"), node.site, "quorum is counted by site")) {
    problems.text(
      prop("site"),
      node.site,
      SITE_NAME,
      "letters, digits, - and _, at most 63 characters",
      "choose a short name for the place",
    );
  }
  checkHostAddress(problems, prop("publicAddress"), node.publicAddress);
  checkInterface(problems, prop("publicInterface"), node.publicInterface);
  if (
    problems.text(
      prop("fqdn"),
      node.fqdn,
      FULL_NAME,
      "a full name such as node1.example.com",
      "write name and domain",
    )
  ) {
    if (!node.fqdn!.startsWith(`${name}.`)) {
      problems.add(
        prop("fqdn"),
        node.fqdn,
        `a full name that begins with "${name}."`,
        "make name and full name agree",
      );
    }
  }
  problems.text(
    prop("sshAddress"),
    node.sshAddress,
    /^[a-zA-Z0-9.:_-]{1,253}$/,
    "an address or a host name",
    "write what ssh is given",
  );
  problems.integer(prop("sshPort"), node.sshPort, 1, 65535);
  problems.text(
    prop("sshHostKey"),
    node.sshHostKey,
    HOST_KEY,
    "a public key such as `ssh-ed25519 AAAA…`",
    "copy /etc/ssh/ssh_host_ed25519_key.pub of the node",
  );
  problems.text(
    prop("wireguardPublicKey"),
    node.wireguardPublicKey,
    WIREGUARD_KEY,
    "a WireGuard public key, 44 characters of base64",
    "copy what `wg pubkey` printed",
  );
  node.routedSubnets?.forEach((subnet, index) =>
    checkNetwork(problems, prop(`routedSubnets[${index}]`), subnet),
  );
  node.portForwards?.forEach((forward, index) => {
    const at = prop(`portForwards[${index}]`);
    problems.integer(`${at}.port`, forward.port, 1, 65535);
    problems.integer(`${at}.toPort`, forward.toPort, 1, 65535);
    if (
      !problems.isUnresolved(forward.toAddress) &&
      !(isHostAddress(forward.toAddress) && !forward.toAddress.includes(":"))
    ) {
      problems.add(
        `${at}.toAddress`,
        forward.toAddress,
        "an IPv4 address",
        "write the address of the machine behind the node",
      );
    }
  });
  problems.integer(prop("generation"), node.generation, 0, Number.MAX_SAFE_INTEGER);
}

function checkHostAddress(problems: Problems, prop: string, address: string): void {
  if (problems.isUnresolved(address)) return;
  if (typeof address !== "string" || !isHostAddress(address) || address.includes(":")) {
    const withoutPrefix = typeof address === "string" ? address.replace(/\/\d+$/, "") : "";
    const fix =
      withoutPrefix !== address && isHostAddress(withoutPrefix)
        ? `did you mean "${withoutPrefix}"?`
        : "write the address that the other nodes reach, such as 203.0.113.11";
    problems.add(prop, address, "an IPv4 address", fix);
  }
}

/** Checks a network in CIDR notation, of IPv4 or IPv6. */
export function checkNetwork(problems: Problems, prop: string, network: string): void {
  if (problems.isUnresolved(network) || (typeof network === "string" && isNetwork(network))) return;
  const isAddress = typeof network === "string" && isHostAddress(network);
  const fix = isAddress
    ? `did you mean "${network}/${network.includes(":") ? 128 : 32}"?`
    : "write network and prefix length, such as 198.51.100.0/24, with nothing set behind the prefix";
  problems.add(prop, network, "a network in CIDR notation", fix);
}

/** Checks that no two nodes share what must be theirs alone, and that no networks overlap. */
export function checkNodesTogether(
  problems: Problems,
  nodes: Record<string, NodeProps>,
  overlayCidr: string | undefined,
): void {
  const unique = (what: string, valueOf: (name: string, node: NodeProps) => unknown): void => {
    const owners = new Map<unknown, string>();
    for (const [name, node] of Object.entries(nodes)) {
      const value = valueOf(name, node);
      if (value === undefined || problems.isUnresolved(value)) continue;
      const owner = owners.get(value);
      if (owner === undefined) owners.set(value, name);
      else {
        const prop = what === "name" ? `nodes.${name}` : `nodes.${name}.${what}`;
        problems.add(
          prop,
          value,
          `a ${what} of its own`,
          `${owner} has it already: give one of them another`,
        );
      }
    }
  };
  unique("id", (_, node) => node.id);
  unique("name", (name) => name.toLowerCase());
  unique("publicAddress", (_, node) => node.publicAddress);
  unique("wireguardPublicKey", (_, node) => node.wireguardPublicKey);

  const networks = Object.entries(nodes).flatMap(([name, node]) => [
    { prop: `nodes.${name}.publicAddress`, text: node.publicAddress },
    ...(node.routedSubnets ?? []).map((text, index) => ({
      prop: `nodes.${name}.routedSubnets[${index}]`,
      text,
    })),
  ]);
  if (overlayCidr) networks.unshift({ prop: "overlay.cidr", text: overlayCidr });
  networks.forEach(({ prop, text }, index) => {
    const other = networks
      .slice(0, index)
      .find((earlier) => overlap(earlier.text, text) && earlier.text !== text);
    const same = networks
      .slice(0, index)
      .find((earlier) => earlier.text === text && !prop.endsWith("publicAddress"));
    const clash = other ?? same;
    if (clash) {
      problems.add(
        prop,
        text,
        `addresses outside ${clash.prop} (${clash.text})`,
        "choose networks that do not overlap",
      );
    }
  });
}
