/** Directories into which what comes next at a place writes, by where the owner may have a disk of its own. */
export interface Writes {
  readonly node: Victim;
  readonly etc?: string;
  readonly var?: string;
}

/** Whom a fault hits: names that mean another node at another place. */
export type Victim = "contact" | "joiner";

/** A moment of a fresh deploy at which a fault begins. */
export interface Place {
  readonly name: string;
  /** A step that was finished on all its nodes, or one that is being done. */
  readonly when: "after" | "inside";
  readonly step: string;
  /** Where a step is done to one node after the other: the one that is meant. */
  readonly node?: string;
  /** The node that joins at this moment, or joins next. */
  readonly joiner: string;
  /** On whom something is done at this moment, or next: there a connection can be cut. */
  readonly busy: Victim;
  /** Only inside: what is true on the busy node when the step is at the point that is meant. */
  readonly fact?: string;
  readonly writes?: Writes;
}

export const CONTACT = "node1";

const WIREGUARD: Writes = { node: "contact", etc: "/etc/wireguard" };

const inOneWord = (words: string): string => words.replace(/ /g, "-");

function after(step: string, more: Partial<Place> = {}): Place {
  const name = inOneWord(`after-${more.node ? `${step} ${more.node}` : step}`);
  return { name, when: "after", step, joiner: "node2", busy: "contact", ...more };
}

function inside(step: string, fact: string, more: Partial<Place> = {}): Place {
  return {
    name: inOneWord(step),
    when: "inside",
    step,
    fact,
    joiner: "node2",
    busy: "contact",
    ...more,
  };
}

/** That the transient unit of a pvecm command is there: from its start until its step has looked at the result. */
const pvecmUnit = (unit: string) =>
  `[ "$(systemctl show -p LoadState --value ${unit}.service)" = loaded ]`;

/** Every boundary between two steps, in the order of the article, and the inside of those that are worst to interrupt. */
export const PLACES: readonly Place[] = [
  inside("preflight", "true"),
  after("preflight"),
  inside("host-tool", "true", { node: CONTACT }),
  after("host-tool", { writes: { node: "contact", var: "/var/cache/apt/archives" } }),
  after("boot-order"),
  after("ssh-policy"),
  inside("keys packages", "pgrep -x apt-get >/dev/null", { node: CONTACT }),
  after("keys packages", { writes: WIREGUARD }),
  after("keys pair", { writes: WIREGUARD }),
  after("keys exchange", { writes: WIREGUARD }),
  after("mesh psk", { writes: WIREGUARD }),
  after("mesh"),
  after("mesh gate", {
    writes: { node: "contact", etc: "/etc/pve-wan", var: "/var/lib/pve-wan" },
  }),
  after("hosts", { busy: "joiner" }),
  inside("firewall", "grep -qx pending /run/pve-wan/firewall/*/state 2>/dev/null", {
    node: CONTACT,
    writes: { node: "contact", etc: "/etc/pve-wan" },
  }),
  after("firewall", {
    writes: { node: "contact", etc: "/etc/corosync", var: "/var/lib/pve-wan" },
  }),
  inside("create", pvecmUnit("pve-wan-create"), {
    writes: { node: "contact", etc: "/etc/corosync", var: "/var/lib/pve-wan" },
  }),
  after("create", {
    writes: { node: "contact", etc: "/etc/corosync", var: "/var/lib/pve-wan" },
  }),
  inside("tuning", "pgrep -f 'pve-wan tunin[g]' >/dev/null", {
    writes: { node: "contact", etc: "/etc/corosync", var: "/var/lib/pve-wan" },
  }),
  after("tuning", {
    busy: "joiner",
    writes: { node: "joiner", etc: "/etc/corosync", var: "/var/lib/pve-wan" },
  }),
  inside("join", pvecmUnit("pve-wan-join"), {
    node: "node2",
    busy: "joiner",
    writes: { node: "joiner", etc: "/etc/corosync", var: "/var/lib/pve-wan" },
  }),
  after("join", {
    node: "node2",
    joiner: "node3",
    busy: "joiner",
    writes: { node: "joiner", etc: "/etc/corosync", var: "/var/lib/pve-wan" },
  }),
  after("join", {
    node: "node3",
    joiner: "node3",
    writes: { node: "contact", var: "/var/lib/pve-wan" },
  }),
];

/** The node that a victim is at a place. */
export function nodeOf(victim: Victim, place: Place): string {
  return victim === "contact" ? CONTACT : place.joiner;
}
