import { Lab, LabCommandError } from "../../lab";

/** What must be true of a deployed cluster, asked of the hosts themselves and not of our own tool. */
interface ClusterFacts {
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

/** The overlay's addresses up to a node's number; without it the article's. */
const ARTICLE_OVERLAY = "172.16.10.";

const overlayOf = (name: string, overlay: string): string => overlay + name.replace("node", "");

/** One word or line a fact, from one node. */
async function ask(lab: Lab, node: string, command: string): Promise<string> {
  return (await lab.console(node, command)).stdout.trim();
}

async function factsOf(
  lab: Lab,
  node: string,
  peers: readonly string[],
  overlay: string,
): Promise<ClusterFacts> {
  const get = (command: string): Promise<string> => ask(lab, node, command);
  const cmap = (key: string): Promise<string> => get(`corosync-cmapctl -g ${key} | sed 's/.*= //'`);
  const members = JSON.parse(await get("cat /etc/pve/.members")) as {
    nodelist?: Record<string, { ip: string }>;
  };
  const payload = overlay.includes(":") ? 1372 : 1392;
  const unreachableAtFullSize: string[] = [];
  const resolved: Record<string, string> = {};
  for (const peer of peers) {
    resolved[peer] = (await get(`getent ahosts ${peer}`)).split(/\s/)[0];
    // The WAN loses packets on purpose: one of five must come back.
    const ping = `ping -M do -s ${payload} -c 5 -i 0.2 -w 3 -q ${overlayOf(peer, overlay)}`;
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
      Object.entries(members.nodelist ?? {}).map(([name, { ip }]) => [name, ip]),
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

/** What on the nodes is not as a freshly deployed cluster has it; a node that cannot say so is a problem too. */
export async function clusterProblems(
  lab: Lab,
  pve: 8 | 9,
  names: readonly string[],
  overlay = ARTICLE_OVERLAY,
): Promise<string[]> {
  const addresses = Object.fromEntries(names.map((name) => [name, overlayOf(name, overlay)]));
  const token = runtimeToken(names.length, pve);
  const answers = await Promise.all(names.map((node) => factsOrProblem(lab, node, names, overlay)));
  const configVersions = answers.find((answer) => typeof answer !== "string")?.configVersions ?? [];
  const expected: ClusterFacts = {
    quorate: true,
    members: [...names],
    configVersions: configVersions.slice(0, 1),
    memberAddresses: addresses,
    resolved: addresses,
    unreachableAtFullSize: [],
    token: String(token),
    consensus: String(token * 1.2),
    rootPasswordLogin: "without-password",
    failedUnits: [],
  };
  return names.flatMap((node, index) => {
    const answer = answers[index];
    return typeof answer === "string"
      ? [`${node}: ${answer}`]
      : differences(expected, answer).map((text) => `${node}: ${text}`);
  });
}

async function factsOrProblem(
  lab: Lab,
  node: string,
  names: readonly string[],
  overlay: string,
): Promise<ClusterFacts | string> {
  try {
    return await factsOf(lab, node, names, overlay);
  } catch (error) {
    if (error instanceof LabCommandError || error instanceof SyntaxError) return error.message;
    throw error;
  }
}

/** What is not as expected, fact by fact. The order of an object's keys has no meaning. */
export function differences<T extends object>(expected: T, actual: T): string[] {
  return (Object.keys(expected) as (keyof T)[]).flatMap((key) => {
    const [wanted, found] = [expected[key], actual[key]].map(canonical);
    return wanted === found ? [] : [`${String(key)} is ${found} and not ${wanted}`];
  });
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}
