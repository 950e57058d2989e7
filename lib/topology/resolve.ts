import { addressOf, canonical } from "./addresses";
import { checkProps } from "./checks";
import { SourceNat } from "./firewall-props";
import { INTERFACE } from "./interfaces";
import type { NodeProps } from "./node-props";
import { InvalidTopologyError, Problems } from "./problems";
import type { ClusterProps } from "./props";
import type { Node, Topology } from "./topology";
import type { TunnelProps } from "./tunnel-props";
import { byTunnel } from "./tunnels";

const ARTICLE_OVERLAY = "172.16.10.0/24";

/**
 * Checks a cluster's props and fills in every default.
 *
 * @throws {InvalidTopologyError} listing every problem at once
 */
export function resolveTopology(
  props: ClusterProps,
  constructPath: string,
  isUnresolved: (value: unknown) => boolean,
): Topology {
  const problems = new Problems(isUnresolved);
  checkProps(problems, props);
  if (problems.found.length > 0) throw new InvalidTopologyError(constructPath, problems.found);

  const cidr = canonical(props.overlay?.cidr ?? ARTICLE_OVERLAY);
  const nodes = Object.entries(props.nodes)
    .map(([name, node]) => resolveNode(name, node, props, cidr))
    .sort((a, b) => a.id - b.id);
  const pairs = nodes.flatMap((a, index) => nodes.slice(index + 1).map((b) => ({ a, b })));
  return {
    clusterName: props.clusterName,
    domain: props.domain,
    overlay: {
      cidr,
      prefixLength: Number(cidr.split("/")[1]),
      mtu: props.overlay?.mtu ?? 1420,
      listenPort: props.overlay?.listenPort ?? 51820,
      persistentKeepalive: props.overlay?.persistentKeepalive ?? 25,
      interface: INTERFACE,
    },
    nodes,
    contact: nodes[0],
    pairs,
    tunnels: byTunnel(pairs, mapValues(props.tunnels ?? {}, resolveTunnel)),
    trustedSources: props.trustedSources,
    ssh: {
      privateKeyPath: props.ssh?.privateKeyPath,
      knownHostsPath: props.ssh?.knownHostsPath,
    },
    firewall: {
      publicServices: [],
      vmSubnets: [],
      sourceNat: SourceNat.SNAT,
      vmBridges: ["vmbr*"],
      confirmSeconds: 60,
      flushRuleset: false,
      ...given(props.firewall),
    },
    corosync: {
      token: 10000,
      tokenRetransmitsBeforeLossConst: 10,
      join: 1000,
      sendJoin: 500,
      merge: 400,
      link0Priority: 20,
      link1Priority: 10,
      explicitCrypto: false,
      ...given(props.corosync),
    },
    watch: props.watch && { intervalSeconds: 60, ...given(props.watch) },
    bandwidth: props.bandwidth,
    haSites: props.haSites ?? [],
    repair: props.repair ?? "safe",
    presharedKeys: byTunnel(pairs, props.presharedKeys ?? {}),
    acknowledgedWarnings: props.acknowledgeWarnings ?? [],
    laterChecks: problems.later,
  };
}

/** A prop that is written out as `undefined` means its default, like one that is left out. */
function given<T extends object>(props: T | undefined): Partial<T> {
  return Object.fromEntries(
    Object.entries(props ?? {}).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
}

function mapValues<T>(record: Record<string, T>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

function resolveTunnel(tunnel: TunnelProps): TunnelProps {
  return { ...tunnel, endpoints: tunnel?.endpoints && mapValues(tunnel.endpoints, canonical) };
}

function resolveNode(name: string, node: NodeProps, props: ClusterProps, cidr: string): Node {
  const publicAddress6 = node.publicAddress6 && canonical(node.publicAddress6);
  return {
    name,
    id: node.id,
    site: node.site,
    publicAddress: node.publicAddress,
    publicAddress6,
    publicInterface: node.publicInterface,
    overlayAddress: addressOf(cidr, node.id),
    link1Address: node.link1Address && canonical(node.link1Address),
    fqdn: node.fqdn ?? (props.domain && `${name}.${props.domain}`),
    // One of the three is there: checkReach() saw to it.
    sshAddress: (node.sshAddress ?? node.publicAddress ?? publicAddress6)!,
    sshPort: node.sshPort ?? props.ssh?.port ?? 22,
    sshHostKey: node.sshHostKey,
    wireguardPublicKey: node.wireguardPublicKey,
    routedSubnets: (node.routedSubnets ?? []).map(canonical),
    portForwards: node.portForwards ?? [],
    uplinkMegabitsPerSecond:
      node.uplinkMegabitsPerSecond ?? props.bandwidth?.uplinkMegabitsPerSecond,
    shapedInterface: node.shapedInterface,
    generation: node.generation ?? 0,
  };
}
