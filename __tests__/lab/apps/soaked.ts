import { articleProps, COROSYNCS_OWN, synthesise } from "../support/stack";

synthesise({
  ...articleProps(3),
  ...(process.env.SOAK_TIMERS === "corosync's own" ? { corosync: COROSYNCS_OWN } : {}),
});
