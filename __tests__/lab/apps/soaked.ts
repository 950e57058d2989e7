import { articleProps, synthesise } from "../support/stack";

// Corosync's own timers, which Proxmox leaves as they are, or the article's.
const OWN = {
  token: 3000,
  tokenRetransmitsBeforeLossConst: 4,
  join: 50,
  sendJoin: 0,
  merge: 200,
};

synthesise({
  ...articleProps(3),
  ...(process.env.SOAK_TIMERS === "corosync's own" ? { corosync: OWN } : {}),
});
