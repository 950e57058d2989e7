import type { Problems } from "../problems";
import type { ClusterProps } from "../props";
import { checkBandwidth } from "./bandwidth";
import {
  checkAcknowledged,
  checkCluster,
  checkHaSites,
  checkNodeCount,
  checkRepair,
} from "./cluster";
import { checkCorosync, checkSecondLink } from "./corosync";
import { checkFirewall } from "./firewall";
import { checkOverlaps, checkOverlay, checkTrustedSources, checkVmSubnets } from "./networks";
import { checkNodes } from "./node";
import { checkListenPortIsFree, checkOwnPorts, checkPublicServices } from "./ports";
import { checkShape } from "./shape";
import { checkPresharedKeys, checkReachable, checkTunnelNames, checkTunnels } from "./tunnels";
import { checkSshServers, checkUniqueness } from "./uniqueness";
import { checkWatch } from "./watch";

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
  checkTunnels,
  checkReachable,
  checkCorosync,
  checkSecondLink,
  checkWatch,
  checkBandwidth,
  checkAcknowledged,
];

/** Checks all props; what is wrong is added to the problems. */
export function checkProps(problems: Problems, props: ClusterProps): void {
  checkNodeCount(problems, props);
  const sound = checkShape(problems, props);
  for (const check of CHECKS) check(problems, sound);
}
