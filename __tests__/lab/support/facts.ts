import type { Lab } from "../../../lab";
import { clusterProblems } from "../../../scripts/faults/cluster-facts";

/** Fails unless every node says what a freshly deployed cluster has to say. */
export async function expectHealthyCluster(
  lab: Lab,
  pve: 8 | 9,
  names: readonly string[],
  overlay?: string,
): Promise<void> {
  expect(await clusterProblems(lab, pve, names, overlay)).toEqual([]);
}
