import { Random } from "../random";
import { rendered } from "../base";
import { Draft } from "../ruleset";

const SSH_PORTS = [2222, 222, 65535];
const INTERFACES = ["enp9s0", "eno1", "vmbr0", "eth1", "bond0.100", "eth00"];
const SOURCES = {
  neighbour: ["203.0.113.101/32"],
  "just-below": ["203.0.113.96/30"],
  "just-above": ["203.0.113.101/32", "203.0.113.102/31", "203.0.113.104/29"],
  "upper-half": ["203.0.113.128/25"],
  "the-nodes": ["203.0.113.11/32", "203.0.113.12/32", "203.0.113.13/32"],
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"],
  "ipv6-only": ["2001:db8::/32", "::ffff:203.0.113.100/128"],
};

/** The operator named another interface than the one that the runner comes in by. */
export function interfaceDrafts(): Draft[] {
  return INTERFACES.map((name) => ({ name, text: rendered({ node: { publicInterface: name } }) }));
}

/** The operator forgot the runner, or its address has changed. */
export function sourceDrafts(random: Random): Draft[] {
  const host = () => `198.51.100.${random.integer(1, 254)}/32`;
  const network = () => `192.${random.integer(1, 100)}.${random.integer(0, 255)}.0/24`;
  const made = {
    ...SOURCES,
    "many-hosts": random.several(40, host),
    "many-networks": random.several(60, network),
  };
  return Object.entries(made).map(([name, trustedSources]) => ({
    name,
    text: rendered({ trustedSources }),
  }));
}

/** The operator named another port than the one that sshd listens on. */
export function portDrafts(random: Random): Draft[] {
  const ports = [...SSH_PORTS, ...random.several(3, () => random.integer(10_000, 60_000))];
  return ports.map((port) => ({ name: `ssh-${port}`, text: rendered({ ssh: { port } }) }));
}
