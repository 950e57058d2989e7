import type { Problems } from "../problems";
import type { ClusterProps } from "../props";
import { ABSOLUTE_PATH, SERVICE_UNIT } from "../text-rules";

/** Checks how the nodes are watched, and who is told. */
export function checkWatch(problems: Problems, { watch }: ClusterProps): void {
  problems.integer("watch.intervalSeconds", watch?.intervalSeconds, [10, 3600], "seconds");
  problems.optionalText("watch.alertCommand", watch?.alertCommand, ABSOLUTE_PATH);
  problems.optionalText("watch.alertUnit", watch?.alertUnit, SERVICE_UNIT);
  problems.optionalText("watch.metricsDirectory", watch?.metricsDirectory, ABSOLUTE_PATH);
}
