const FROM = 1_795_000_000;
const INTERVAL = 10;

/**
 * What the nodes of a cluster send after a soak of 24 hours, the third far from the others: one outage on a line, one membership that was formed
 * anew, the odd message that was sent again. The same at each call.
 */
export function dayOfRecords(nodes: readonly string[]): string {
  const random = repeatable();
  const until = FROM + 8640 * INTERVAL;
  const lines = nodes.flatMap((node) => [
    `${node}\tsoak ${FROM} ${until} ${INTERVAL} ${until + 60} stopped a-soak`,
    ...Array.from({ length: 8640 }, (_, index) => sample(node, nodes, index, random))
      .flat()
      .map((line) => `${node}\t${line}`),
  ]);
  return lines.join("\n");
}

function sample(
  node: string,
  nodes: readonly string[],
  index: number,
  random: () => number,
): string[] {
  const isOutage = index > 3000 && index < 3020;
  const peers = nodes.filter((peer) => peer !== node);
  return [
    `sample ${FROM + index * INTERVAL} boot-1`,
    ...peers.flatMap((peer) => {
      const far = [node, peer].includes(nodes[2]);
      const base = far ? 65 + 10 * Math.sin(index / 1400) : 2.5;
      const times = Array.from({ length: 10 }, () => base + random() * 2)
        .filter(() => random() > (isOutage && far ? 0.6 : 0.003))
        .map((time) => time.toFixed(1));
      return [
        `handshake_age_seconds{peer="${peer}"} ${(index * INTERVAL) % 120}`,
        `link_downs_total{peer="${peer}",link="0"} ${far && index >= 3000 ? 1 : 0}`,
        ["rtt", peer, "overlay", "10", ...times].join(" "),
      ];
    }),
    "config_version 5",
    `memberships_formed_total ${index < 5000 ? 4 : 5}`,
    `messages_sent_again_total ${2 * Math.floor(index / 1000)}`,
    "quorate 1",
    "late_tokens 0",
    `silence ${Math.round(800 + random() * 400 + (index === 3000 ? 4000 : 0))} 10125`,
    "end",
  ];
}

/** Park and Miller's generator: enough for noise that is always the same. */
function repeatable(): () => number {
  let state = 1;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}
