import type { Problems } from "../problems";
import type { ClusterProps } from "../props";
import {
  checkAcknowledged,
  checkCluster,
  checkFirewall,
  checkHaSites,
  checkRepair,
} from "./cluster";
import { checkCorosync } from "./corosync";
import { checkOverlaps, checkOverlay, checkTrustedSources, checkVmSubnets } from "./networks";
import { checkNodes } from "./node";
import { checkListenPortIsFree, checkOwnPorts, checkPublicServices } from "./ports";
import { checkPresharedKeys, checkTunnelNames } from "./tunnels";
import { checkSshServers, checkUniqueness } from "./uniqueness";

const CHECKS: ((problems: Problems, props: ClusterProps) => void)[] = [
  checkCluster,
  checkNodes,
  checkUniqueness,
  checkSshServers,
  checkTunnelNames,
  checkOverlay,
  checkTrustedSources,
  checkVmSubnets,
  checkOverlaps,
  checkOwnPorts,
  checkPublicServices,
  checkListenPortIsFree,
  checkFirewall,
  checkHaSites,
  checkRepair,
  checkPresharedKeys,
  checkCorosync,
  checkAcknowledged,
];

/** Checks all props; what is wrong is added to the problems. */
export function checkProps(problems: Problems, props: ClusterProps): void {
  const described = describedNodes(problems, props);
  for (const check of CHECKS) check(problems, { ...props, nodes: described });
}

/** The nodes that can be looked at: an app that is not type-checked may leave one out by accident. */
function describedNodes(problems: Problems, { nodes }: ClusterProps): ClusterProps["nodes"] {
  const entries = Object.entries(nodes ?? {});
  for (const [name, node] of entries) {
    if (node) continue;
    const fix = "describe the node, or leave its name out";
    problems.add(`nodes.${name}`, node, "a node's props", fix);
  }
  return Object.fromEntries(entries.filter(([, node]) => node));
}
