import { articleNode, articleProps, COROSYNCS_OWN, synthesise } from "../support/stack";

const { SHAPED, TIMERS } = process.env;
const props = articleProps(3);

synthesise({
  ...props,
  ...(TIMERS === "corosync's own" && { corosync: COROSYNCS_OWN }),
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
