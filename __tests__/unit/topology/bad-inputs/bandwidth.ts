import { articleNode, articleNodes, articleProps, withNode2 } from "../article";
import type { BadInput } from "./row";

const bandwidth = { uplinkMegabitsPerSecond: 1000 };
const shaped = (shapedInterface: string) => ({
  ...articleNodes(),
  node2: { ...articleNode(2), shapedInterface },
});

export const BANDWIDTH: readonly BadInput[] = [
  [
    articleProps({ bandwidth: {} as never }),
    "bandwidth.uplinkMegabitsPerSecond: got nothing; allowed: a whole number from 1 to 100000 Mbit/s; fix: measure what a node's line can send",
  ],
  [
    articleProps({
      bandwidth: {
        uplinkMegabitsPerSecond: 0.5,
        migrationMebibytesPerSecond: 0,
        replicationMegabytesPerSecond: "10" as never,
      },
    }),
    "bandwidth.uplinkMegabitsPerSecond: got 0.5; allowed: a whole number from 1 to 100000 Mbit/s; fix: choose a number in that range",
    "bandwidth.migrationMebibytesPerSecond: got 0; allowed: a whole number from 1 to 100000 MiB/s; fix: choose a number in that range",
    'bandwidth.replicationMegabytesPerSecond: got "10"; allowed: a whole number from 1 to 100000 MB/s; fix: write the number without quotes',
  ],
  [
    articleProps({ bandwidth, nodes: shaped("wg0") }),
    'nodes.node2.shapedInterface: got "wg0"; allowed: a physical interface; fix: name the one that leads to the line, or leave it out: wg0 is shaped anyway',
  ],
  [
    articleProps({ bandwidth, nodes: shaped("eno 1") }),
    'nodes.node2.shapedInterface: got "eno 1"; allowed: the name of a network interface, 1 to 15 bytes without spaces, slashes, colons, quotes, backslashes and stars; fix: take the name that `ip address` shows beside the public address',
  ],
  [
    withNode2({ uplinkMegabitsPerSecond: 200_000 }),
    "nodes.node2.uplinkMegabitsPerSecond: got 200000; allowed: a whole number from 1 to 100000 Mbit/s; fix: choose a number in that range",
    "nodes.node2: got uplinkMegabitsPerSecond or shapedInterface without bandwidth; allowed: both only where bandwidth is set for the cluster; fix: set bandwidth.uplinkMegabitsPerSecond, or leave them out",
  ],
];
