import type { Lab } from "../../../lab";

/** What must be true of a deployed cluster, asked of the hosts themselves and not of our own tool. */
export interface ClusterFacts {
  readonly quorate: boolean;
  readonly members: string[];
  readonly configVersions: string[];
  readonly memberAddresses: Record<string, string>;
  readonly resolved: Record<string, string>;
  readonly unreachableAtFullSize: string[];
  readonly token: string;
  readonly consensus: string;
  readonly rootPasswordLogin: string;
  readonly failedUnits: string[];
}

const overlayOf = (name: string): string => `172.16.10.${name.replace("node", "")}`;

/** One word or line a fact, from one node. */
async function ask(lab: Lab, node: string, command: string): Promise<string> {
  return (await lab.console(node, command)).stdout.trim();
}

async function factsOf(lab: Lab, node: string, peers: readonly string[]): Promise<ClusterFacts> {
  const get = (command: string): Promise<string> => ask(lab, node, command);
  const cmap = (key: string): Promise<string> => get(`corosync-cmapctl -g ${key} | sed 's/.*= //'`);
  const members = JSON.parse(await get("cat /etc/pve/.members")) as {
    nodelist: Record<string, { ip: string }>;
  };
  const unreachableAtFullSize: string[] = [];
  const resolved: Record<string, string> = {};
  for (const peer of peers) {
    resolved[peer] = (await get(`getent ahostsv4 ${peer}`)).split(/\s/)[0];
    // The WAN loses packets on purpose: one of five must come back.
    const ping = `ping -M do -s 1392 -c 5 -i 0.2 -w 3 -q ${overlayOf(peer)}`;
    const { code } = await lab.console(node, ping, { check: false });
    if (code !== 0) unreachableAtFullSize.push(peer);
  }
  return {
    quorate: /^Quorate:\s+Yes/m.test(await get("pvecm status")),
    members: (await get("pvecm nodes | awk '$1 ~ /^[0-9]+$/ { print $3 }'")).split("\n").sort(),
    configVersions: [
      ...new Set([
        await cmap("totem.config_version"),
        ...(
          await get(
            "sed -n 's/.*config_version: //p' /etc/pve/corosync.conf /etc/corosync/corosync.conf",
          )
        ).split("\n"),
      ]),
    ],
    memberAddresses: Object.fromEntries(
      Object.entries(members.nodelist).map(([name, { ip }]) => [name, ip]),
    ),
    resolved,
    unreachableAtFullSize,
    token: await cmap("runtime.config.totem.token"),
    consensus: await cmap("runtime.config.totem.consensus"),
    rootPasswordLogin: await get("sshd -T | sed -n 's/^permitrootlogin //p'"),
    failedUnits: (await get("systemctl --failed --no-legend --plain | cut -d' ' -f1"))
      .split("\n")
      .filter(Boolean),
  };
}

/** The effective token: corosync adds its coefficient for every node beyond the second. */
function runtimeToken(nodes: number, pve: 8 | 9): number {
  return 10000 + Math.max(0, nodes - 2) * (pve === 9 ? 125 : 650);
}

/** Fails unless every node says what a freshly deployed cluster has to say. */
export async function expectHealthyCluster(
  lab: Lab,
  pve: 8 | 9,
  names: readonly string[],
): Promise<void> {
  const overlay = Object.fromEntries(names.map((name) => [name, overlayOf(name)]));
  const token = runtimeToken(names.length, pve);
  const all = await Promise.all(names.map((node) => factsOf(lab, node, names)));
  const configVersion = all[0].configVersions[0];
  expect(Object.fromEntries(all.map((facts, index) => [names[index], facts]))).toEqual(
    Object.fromEntries(
      names.map((name) => [
        name,
        {
          quorate: true,
          members: names,
          configVersions: [configVersion],
          memberAddresses: overlay,
          resolved: overlay,
          unreachableAtFullSize: [],
          token: String(token),
          consensus: String(token * 1.2),
          rootPasswordLogin: "without-password",
          failedUnits: [],
        },
      ]),
    ),
  );
}
