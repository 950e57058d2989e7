import { articleProps, synthesise } from "../support/stack";

// With UNWATCHED the prop is gone, as when somebody takes it out again.
const watch = {
  intervalSeconds: 10,
  alertCommand: "/usr/local/bin/tell",
  metricsDirectory: "/var/lib/metrics",
  ...(process.env.ALERT_UNIT && { alertUnit: process.env.ALERT_UNIT }),
};

synthesise({ ...articleProps(3), ...(process.env.UNWATCHED ? {} : { watch }) });
