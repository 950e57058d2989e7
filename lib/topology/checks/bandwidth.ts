import { OWN_INTERFACES } from "../interfaces";
import { at, type Problems } from "../problems";
import type { ClusterProps } from "../props";
import { INTERFACE_NAME } from "../text-rules";

const MOST = 100_000;

/** Checks what the lines can carry. */
export function checkBandwidth(problems: Problems, { bandwidth, nodes }: ClusterProps): void {
  const figure = (prop: string, value: number | undefined, unit: string): void => {
    problems.integer(prop, value, [1, MOST], unit);
  };
  if (bandwidth) {
    const { uplinkMegabitsPerSecond, migrationMebibytesPerSecond, replicationMegabytesPerSecond } =
      bandwidth;
    const uplink = "bandwidth.uplinkMegabitsPerSecond";
    if (uplinkMegabitsPerSecond === undefined) {
      const allowed = `a whole number from 1 to ${MOST} Mbit/s`;
      problems.add(uplink, undefined, allowed, "measure what a node's line can send");
    }
    figure(uplink, uplinkMegabitsPerSecond, "Mbit/s");
    figure("bandwidth.migrationMebibytesPerSecond", migrationMebibytesPerSecond, "MiB/s");
    figure("bandwidth.replicationMegabytesPerSecond", replicationMegabytesPerSecond, "MB/s");
  }
  for (const [name, { uplinkMegabitsPerSecond, shapedInterface }] of Object.entries(nodes)) {
    const path = at("nodes", name);
    figure(`${path}.uplinkMegabitsPerSecond`, uplinkMegabitsPerSecond, "Mbit/s");
    problems.optionalText(`${path}.shapedInterface`, shapedInterface, INTERFACE_NAME);
    if (OWN_INTERFACES.includes(shapedInterface ?? "")) {
      const fix = "name the one that leads to the line, or leave it out: wg0 is shaped anyway";
      problems.add(`${path}.shapedInterface`, shapedInterface, "a physical interface", fix);
    }
    const isAsked = uplinkMegabitsPerSecond !== undefined || shapedInterface !== undefined;
    if (isAsked && !bandwidth) {
      const got = "uplinkMegabitsPerSecond or shapedInterface without bandwidth";
      const allowed = "both only where bandwidth is set for the cluster";
      problems.addSaying(
        path,
        got,
        allowed,
        "set bandwidth.uplinkMegabitsPerSecond, or leave them out",
      );
    }
  }
}
