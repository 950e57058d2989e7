import { Place, PLACES } from "./places";

/** A fault at a place. */
export interface Cell {
  /** PLACE/FAULT, by which it is run. */
  readonly name: string;
  readonly place: Place;
  readonly fault: FaultName;
}

/** Every fault, in words for the reader of the table. */
export const FAULTS = {
  "terraform-killed": "Terraform killed (SIGKILL)",
  "ssh-cut": "SSH connection cut in mid-command",
  "power-contact": "contact node's power cut",
  "power-joiner": "joining node's power cut",
  "wan-cut": "WAN between the sites cut",
  "wg0-down": "wg0 taken down on one node",
  "corosync-killed": "corosync killed (SIGKILL)",
  "pmxcfs-stopped": "pve-cluster stopped",
  "apt-lock": "apt's lock held by somebody else",
  "apt-gone": "apt's repository gone",
  "disk-etc": "disk full under /etc",
  "disk-var": "disk full under /var",
  reboot: "node rebooted by its owner",
  "etc-pve-open": "a process that has /etc/pve open",
} as const;

export type FaultName = keyof typeof FAULTS;

const EVERYWHERE = PLACES.map(({ name }) => name);

/** From this place on, in the order of the deploy. */
const from = (name: string): string[] => EVERYWHERE.slice(EVERYWHERE.indexOf(name));

/** With a directory below it that is written there. */
const writtenBelow = (disk: "etc" | "var"): string[] =>
  PLACES.filter(({ writes }) => writes?.[disk]).map(({ name }) => name);

// A node does one step at a time: once another one has had its turn, its packages may be there.
const UNTIL_APT_RUNS = [
  "preflight",
  "after-preflight",
  "host-tool",
  "after-host-tool",
  "keys-packages",
];

/** Where each fault can have an effect, and where it has another one than a step before. */
const MATRIX: Record<FaultName, readonly string[]> = {
  "terraform-killed": EVERYWHERE,
  "ssh-cut": EVERYWHERE,
  "power-contact": EVERYWHERE,
  "power-joiner": EVERYWHERE,
  reboot: EVERYWHERE,
  // Before the tunnels are made nothing passes between the sites.
  "wan-cut": from("after-mesh-psk"),
  "wg0-down": from("after-mesh"),
  // What does not run yet cannot be killed.
  "corosync-killed": from("create"),
  "pmxcfs-stopped": from("after-mesh"),
  "apt-lock": UNTIL_APT_RUNS,
  "apt-gone": UNTIL_APT_RUNS,
  "disk-etc": writtenBelow("etc"),
  "disk-var": writtenBelow("var"),
  // What it disturbs is the unmounting of /etc/pve by create and join.
  "etc-pve-open": from("after-mesh-gate").filter((name) => name !== "after-join-node3"),
};

/** All cells, in the order of the deploy. */
export const CELLS: readonly Cell[] = PLACES.flatMap((place) =>
  (Object.keys(FAULTS) as FaultName[])
    .filter((fault) => MATRIX[fault].includes(place.name))
    .map((fault) => ({ name: `${place.name}/${fault}`, place, fault })),
);

/** The cells of these names or beginnings of names: all of a place, `after-`, or one. */
export function select(names: readonly string[]): { cells: Cell[]; unknown: string[] } {
  const matches = (cell: Cell, name: string) =>
    cell.name === name || cell.name.startsWith(name.includes("/") ? name : `${name}/`);
  const unknown = names.filter((name) => !CELLS.some((cell) => matches(cell, name)));
  const cells = CELLS.filter(
    (cell) => names.length === 0 || names.some((name) => matches(cell, name)),
  );
  return { cells, unknown };
}
