import { contains } from "./addresses";
import { singleFailures, sitesOf, type Failure } from "./failures";
import { matchesInterface } from "./interfaces";
import { outcomeOf, votesNeeded } from "./outcomes";
import { quorumOf } from "./quorum";
import { LARGEST_USUAL_COEFFICIENT, runtimeToken, twoRounds, WATCHDOG } from "./timers";
import type { Node, Topology } from "./topology";
import { endpointOf, tunnelName } from "./tunnels";

/** Something that works, and that its owner should have thought about. */
export interface Warning {
  /** What `acknowledgeWarnings` takes. */
  readonly id: string;
  /** What may happen, and what to do about it. */
  readonly message: string;
}

/** Nodes from which on the keepalives of the whole mesh are worth a thought. */
const MANY_NODES = 12;
/** What WireGuard adds to a packet: 8 UDP, 32 WireGuard, and the IP header of the way outside. */
const WIREGUARD_BYTES = { ipv4: 60, ipv6: 80 };
const USUAL_LINK_MTU = 1500;
const PROXMOX_GUI = 8006;

const PRIVATE_NETWORKS = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "fc00::/7",
];

/** Says what is to be warned of, or nothing. */
type Check = (topology: Topology) => string | undefined;

function names(nodes: readonly Node[]): string {
  return nodes.map(({ name }) => name).join(", ");
}

/** Whether nobody has quorum whichever one of a kind fails. */
function everyOneStopsAll(topology: Topology, kind: Failure["kind"]): boolean {
  return singleFailures(topology)
    .filter((failure) => failure.kind === kind)
    .every((failure) => outcomeOf(topology, [failure]).sides.length === 0);
}

const CHECKS: Record<string, Check> = {
  "quorum-two-nodes": (topology) =>
    topology.nodes.length > 1 && everyOneStopsAll(topology, "node")
      ? "two nodes need both their votes: when either is gone the other one stops too; add a third node or a QDevice"
      : undefined,

  "quorum-two-sites": (topology) => {
    const sites = sitesOf(topology);
    return topology.nodes.length > 2 && sites.length === 2 && everyOneStopsAll(topology, "link")
      ? `neither "${sites[0]}" nor "${sites[1]}" has ${votesNeeded(topology.nodes.length)} of ${topology.nodes.length} votes: when the link between them breaks, the whole cluster stops; give one site one node more`
      : undefined;
  },

  "ha-site-without-quorum": (topology) => {
    const without = quorumOf(topology)
      .filter(({ site, holdsQuorum }) => topology.haSites.includes(site) && !holdsQuorum)
      .map(({ site }) => `"${site}"`);
    return without.length > 0
      ? `HA is used on ${without.join(", ")}, which cannot hold quorum alone: when its link breaks, its nodes reset themselves; keep HA off there until the link is trusted`
      : undefined;
  },

  "token-near-watchdog": ({ corosync, nodes }) => {
    const coefficient = corosync.tokenCoefficient ?? LARGEST_USUAL_COEFFICIENT;
    const token = runtimeToken(corosync.token, coefficient, nodes.length);
    const both = twoRounds(token, corosync.consensus);
    return both >= WATCHDOG
      ? `with a runtime token of ${token} ms (coefficient ${coefficient}) two rounds of forming the membership take ${(both / 1000).toFixed(1)} s, and HA's watchdog resets nodes after ${WATCHDOG / 1000} s; lower corosync.token or set corosync.tokenCoefficient`
      : undefined;
  },

  "many-peers": ({ nodes, overlay }) =>
    nodes.length >= MANY_NODES && overlay.persistentKeepalive > 0
      ? `${nodes.length} nodes keep ${(nodes.length * (nodes.length - 1)) / 2} tunnels alive from both ends, every ${overlay.persistentKeepalive} s: this grows with the square of the nodes; raise overlay.persistentKeepalive, or set it to 0 where no node is behind NAT`
      : undefined,

  "mtu-below-1280": ({ overlay }) =>
    overlay.mtu < 1280
      ? `an overlay.mtu of ${overlay.mtu} is below IPv6's minimum of 1280 bytes: no IPv6 passes the tunnels`
      : undefined,

  "mtu-above-path": (topology) => {
    const endpoints = topology.pairs.flatMap(({ a, b }) => [
      endpointOf(topology, a, b),
      endpointOf(topology, b, a),
    ]);
    const overIpv6 = endpoints.some((one) => one?.startsWith("["));
    const needed = topology.overlay.mtu + WIREGUARD_BYTES[overIpv6 ? "ipv6" : "ipv4"];
    return needed > USUAL_LINK_MTU
      ? `an overlay.mtu of ${topology.overlay.mtu} needs public links of at least ${needed} bytes all the way${overIpv6 ? ", because some tunnels go over IPv6" : ""}, and the usual ones carry ${USUAL_LINK_MTU}; take 1420`
      : undefined;
  },

  "no-family-in-common": ({ nodes, pairs, tunnels }) => {
    const onlyIpv6 = nodes.filter((node) => node.publicAddress6 && !node.publicAddress);
    const apart = pairs.filter(({ a, b }) => {
      const [one, other] = onlyIpv6.includes(a) ? [a, b] : [b, a];
      const isApart = onlyIpv6.includes(one) && other.publicAddress && !other.publicAddress6;
      return isApart && !tunnels[tunnelName(a, b)]?.endpoints;
    });
    return apart.length > 0
      ? `of ${apart.map(({ a, b }) => `${a.name} and ${b.name}`).join(", ")} one has only an IPv6 address and the other only an IPv4 one: their tunnel works only where the first one reaches IPv4 through a NAT; give both an address of one family`
      : undefined;
  },

  "overlay-not-private": ({ overlay }) =>
    PRIVATE_NETWORKS.some((network) => contains(network, overlay.cidr))
      ? undefined
      : `overlay.cidr ${overlay.cidr} holds public addresses, whose real owners become unreachable from the nodes; take a network of ${PRIVATE_NETWORKS.join(", ")}`,

  "public-bridge-matches-vm-bridges": ({ firewall, nodes }) => {
    const shared = nodes.filter(({ publicInterface }) =>
      firewall.vmBridges.some((pattern) => matchesInterface(pattern, publicInterface)),
    );
    return shared.length > 0
      ? `the public interface of ${names(shared)} is one of firewall.vmBridges (${firewall.vmBridges.join(", ")}): it is left out of them, so VMs on it do not reach the tunnels; put VMs on another bridge`
      : undefined;
  },

  "open-to-everyone": ({ firewall, nodes, trustedSources }) => {
    const managed = [PROXMOX_GUI, ...nodes.map(({ sshPort }) => sshPort)];
    const services = firewall.publicServices.some(
      ({ protocol, ports }) => protocol === "tcp" && ports.some((port) => managed.includes(port)),
    );
    return services || trustedSources.some((source) => source.endsWith("/0"))
      ? "SSH or the Proxmox GUI is open to the whole internet; name the networks that need it in trustedSources"
      : undefined;
  },
};

/** Every id that can be acknowledged. */
export const WARNING_IDS: readonly string[] = Object.keys(CHECKS);

/** What is to be warned of in this cluster, without what its owner has acknowledged. */
export function warningsOf(topology: Topology): Warning[] {
  return Object.entries(CHECKS)
    .filter(([id]) => !topology.acknowledgedWarnings.includes(id))
    .flatMap(([id, check]) => {
      const message = check(topology);
      return message === undefined ? [] : [{ id, message }];
    });
}
