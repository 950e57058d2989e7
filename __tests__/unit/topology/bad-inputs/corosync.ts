import { articleProps } from "../article";
import type { BadInput } from "./row";

export const COROSYNC: readonly BadInput[] = [
  [
    articleProps({ corosync: { token: 100 } }),
    "corosync.token: got 100; allowed: a whole number from 1000 to 30000 milliseconds; fix: choose a number in that range",
  ],
  [
    articleProps({ corosync: { token: 1000, tokenRetransmitsBeforeLossConst: 40 } }),
    "corosync.tokenRetransmitsBeforeLossConst: got 40; allowed: at most one in 30 ms of the token (1000 ms): 33; fix: lower it or raise corosync.token",
  ],
  [
    articleProps({ corosync: { join: 12000 } }),
    "corosync.join: got 12000; allowed: less than the consensus (12000 ms); fix: lower it or raise corosync.token",
  ],
  [
    articleProps({ corosync: { sendJoin: 1000 } }),
    "corosync.sendJoin: got 1000; allowed: less than corosync.join (1000 ms); fix: lower it or raise corosync.join",
  ],
  [
    articleProps({ corosync: { consensus: 12000 } }),
    "corosync.consensus: got 12000; allowed: at least 12780, 1.2 times the largest runtime token of 3 nodes; fix: leave it out: corosync computes it",
  ],
  [
    articleProps({ corosync: { merge: 10 } }),
    "corosync.merge: got 10; allowed: a whole number from 50 to 10000 milliseconds; fix: choose a number in that range",
  ],
  [
    articleProps({ corosync: { link0Priority: 256 } }),
    "corosync.link0Priority: got 256; allowed: a whole number from 0 to 255; fix: choose a number in that range",
  ],
  [
    articleProps({ corosync: { token: "10000" as never } }),
    'corosync.token: got "10000"; allowed: a whole number from 1000 to 30000 milliseconds; fix: write the number without quotes',
  ],
  [
    articleProps({ corosync: { tokenCoefficient: -1 } }),
    "corosync.tokenCoefficient: got -1; allowed: a whole number from 0 to 5000 milliseconds; fix: choose a number in that range",
  ],
];
