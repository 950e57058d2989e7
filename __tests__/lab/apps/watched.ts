import { articleProps, synthesise } from "../support/stack";

// With UNWATCHED the prop is gone, as when somebody takes it out again.
const watch = {
  intervalSeconds: 10,
  alertCommand: "/usr/local/bin/tell",
  metricsDirectory: "/var/lib/metrics",
};

synthesise({ ...articleProps(3), ...(process.env.UNWATCHED ? {} : { watch }) });
