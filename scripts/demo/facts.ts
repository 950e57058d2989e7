/** Something about the finished cluster: what was seen, and what of it is not as it must be. */
export interface Fact {
  readonly title: string;
  readonly lines: string[];
  readonly problems: string[];
}

/** WireGuard makes a new session after at most three minutes, or the tunnel is dead. */
const OLDEST_HANDSHAKE_SECONDS = 180;
/** corosync's own, where a cluster was created without another one. */
const TOKEN_COEFFICIENT = 650;

/** `pvecm status` of one node. */
export function membership(node: string, status: string, expectedNodes: number): Fact {
  const value = (key: string) =>
    new RegExp(`^${key}:\\s*(.*)$`, "m").exec(status)?.[1].trim() ?? "no answer";
  const problems: string[] = [];
  if (value("Quorate") !== "Yes") problems.push(`${node} is not quorate: "${value("Quorate")}"`);
  if (value("Nodes") !== String(expectedNodes)) {
    problems.push(`${node} sees "${value("Nodes")}" nodes and not ${expectedNodes}`);
  }
  return { title: `pvecm status on ${node}`, lines: status.trimEnd().split("\n"), problems };
}

/** `wg show wg0 latest-handshakes` of one node; `peers` are the names that go with the public keys. */
export function handshakes(
  node: string,
  shown: string,
  peers: ReadonlyMap<string, string>,
  nowSeconds: number,
  expectedPeers: number,
): Fact {
  const rows = shown
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.split("\t"))
    .map(([key, at]) => {
      const age = Number(at) === 0 ? undefined : Math.max(0, nowSeconds - Number(at));
      return { peer: peers.get(key) ?? `unknown key ${key}`, age };
    });
  const problems = rows
    .filter(({ age }) => age === undefined || age >= OLDEST_HANDSHAKE_SECONDS)
    .map(({ peer, age }) => `${node} has no live tunnel to ${peer} (${age ?? "never a"} s)`);
  if (rows.length !== expectedPeers) {
    problems.push(`${node} has ${rows.length} tunnels and not ${expectedPeers}`);
  }
  const ages = rows.map(
    ({ peer, age }) => `${peer} ${age === undefined ? "never" : `${age} s ago`}`,
  );
  return { title: "last handshakes", lines: [`${node}: ${ages.join(", ")}`], problems };
}

/** The token that corosync really uses, against the one that was typed and what corosync adds for each node over two. */
export function token(
  node: string,
  runtime: string,
  coefficient: string,
  typed: number,
  nodes: number,
): Fact {
  const effective = cmapNumber(runtime);
  const added = (cmapNumber(coefficient) ?? TOKEN_COEFFICIENT) * Math.max(0, nodes - 2);
  const expected = typed + added;
  return {
    title: "effective corosync token",
    lines: [`${node}: ${effective ?? "unknown"} ms = ${typed} typed + ${added} for ${nodes} nodes`],
    problems:
      effective === expected
        ? []
        : [`${node} uses a token of ${effective ?? "unknown"} ms and not ${expected}`],
  };
}

/** The firewall's table on one node and whether it is there after a reboot. */
export function firewall(node: string, table: string, enabled: string): Fact {
  const problems: string[] = [];
  const input = /chain \w+ \{[^}]*hook input[^}]*\}/.exec(table)?.[0];
  if (!input) problems.push(`${node} has no chain for incoming packets`);
  else if (!/policy drop/.test(input)) problems.push(`${node} lets in what no rule names`);
  if (enabled.trim() !== "enabled") {
    problems.push(`${node}: the firewall is "${enabled.trim()}" at boot and not enabled`);
  }
  return { title: `firewall of ${node}`, lines: table.trimEnd().split("\n"), problems };
}

/** One fact of several nodes; where their lines are much alike, those of the first are enough. */
export function together(facts: readonly Fact[], shown: "all" | "first" = "all"): Fact {
  const [first] = facts;
  return {
    title: first.title,
    lines: shown === "first" ? first.lines : facts.flatMap(({ lines }) => lines),
    problems: facts.flatMap(({ problems }) => problems),
  };
}

/** A line of corosync-cmapctl: `totem.token (u32) = 10000`. */
function cmapNumber(line: string): number | undefined {
  const value = /=\s*(\d+)\s*$/m.exec(line)?.[1];
  return value === undefined ? undefined : Number(value);
}
