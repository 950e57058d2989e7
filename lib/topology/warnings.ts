import { overlap } from "./addresses";
import { quorumOf, votesNeeded } from "./quorum";
import type { Topology } from "./topology";

/** Something that works, and that the article warns of. */
export interface Warning {
  readonly id: string;
  readonly message: string;
}

/** Seconds until HA's watchdog resets a node that has no quorum. */
const WATCHDOG_SECONDS = 60;
/** Corosync's own; pvecm of older Proxmox leaves it at that. */
const LARGEST_USUAL_COEFFICIENT = 650;
/** Peers of one node from which on the keepalives of the whole mesh are worth a thought. */
const MANY_NODES = 12;

const PRIVATE_NETWORKS = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

type Check = (topology: Topology) => string[];

const CHECKS: Record<string, Check> = {
  "even-votes": ({ nodes }) =>
    nodes.length > 1 && nodes.length % 2 === 0
      ? [
          `${nodes.length} nodes need ${votesNeeded(nodes.length)} votes: one more node would survive one more failure`,
        ]
      : [],

  "no-site-holds-quorum": (topology) => {
    const sites = quorumOf(topology);
    const split = sites.length > 1 && !sites.some(({ holdsQuorum }) => holdsQuorum);
    return split && sites.length === 2
      ? ["neither site has a majority: when the link between them breaks, the whole cluster stops"]
      : [];
  },

  "ha-site-without-quorum": (topology) =>
    quorumOf(topology)
      .filter(({ site, holdsQuorum }) => topology.haSites.includes(site) && !holdsQuorum)
      .map(
        ({ site }) =>
          `HA is used on site "${site}", which cannot hold quorum by itself: when its link breaks, its nodes are fenced`,
      ),

  "token-near-watchdog": ({ corosync, nodes }) => {
    const coefficient = corosync.tokenCoefficient ?? LARGEST_USUAL_COEFFICIENT;
    const token = corosync.token + Math.max(0, nodes.length - 2) * coefficient;
    const consensus = corosync.consensus ?? 1.2 * token;
    const twoReforms = (2 * (token + consensus)) / 1000;
    return twoReforms >= WATCHDOG_SECONDS
      ? [
          `with a runtime token of up to ${token} ms, forming the membership twice takes ${twoReforms.toFixed(1)} s: HA's watchdog fires after ${WATCHDOG_SECONDS} s`,
        ]
      : [];
  },

  "many-peers": ({ nodes, overlay }) =>
    nodes.length >= MANY_NODES && overlay.persistentKeepalive > 0
      ? [
          `${nodes.length} nodes keep ${(nodes.length * (nodes.length - 1)) / 2} tunnels alive: keepalives grow with the square of the nodes`,
        ]
      : [],

  "mtu-below-1280": ({ overlay }) =>
    overlay.mtu < 1280
      ? [`an MTU of ${overlay.mtu} is below IPv6's minimum of 1280: no IPv6 passes the overlay`]
      : [],

  "overlay-not-private": ({ overlay }) =>
    PRIVATE_NETWORKS.some((network) => overlap(network, overlay.cidr))
      ? []
      : [
          `the overlay ${overlay.cidr} is made of public addresses: their real owners become unreachable from the nodes`,
        ],

  "default-route-through-tunnel": ({ nodes }) =>
    nodes
      .filter(({ routedSubnets }) => routedSubnets.some((subnet) => subnet.endsWith("/0")))
      .map(
        ({ name }) =>
          `routedSubnets of ${name} hold a default route: all traffic of its peers would go through it`,
      ),
};

/** Every id that can be acknowledged. */
export const WARNING_IDS: readonly string[] = Object.keys(CHECKS);

/** What the article warns of in this cluster, without what its owner has acknowledged. */
export function warningsOf(topology: Topology): Warning[] {
  return Object.entries(CHECKS)
    .filter(([id]) => !topology.acknowledgedWarnings.includes(id))
    .flatMap(([id, check]) => check(topology).map((message) => ({ id, message })));
}
