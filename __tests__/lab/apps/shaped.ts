import { articleNode, articleProps, synthesise } from "../support/stack";

// Proxmox leaves corosync's own timers as they are.
const OWN = {
  token: 3000,
  tokenRetransmitsBeforeLossConst: 4,
  join: 50,
  sendJoin: 0,
  merge: 200,
};

const { SHAPED, TIMERS } = process.env;
const props = articleProps(3);

synthesise({
  ...props,
  ...(TIMERS === "corosync's own" && { corosync: OWN }),
  ...(SHAPED && {
    // The third node is also limited where its line begins.
    nodes: {
      ...props.nodes,
      node3: articleNode(3, { uplinkMegabitsPerSecond: 50, shapedInterface: "eth0" }),
    },
    bandwidth: {
      uplinkMegabitsPerSecond: 100,
      migrationMebibytesPerSecond: 5,
      replicationMegabytesPerSecond: 4,
    },
  }),
});
