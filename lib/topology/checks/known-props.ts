import type { ProxmoxWanClusterProps } from "../../cluster";
import type { BandwidthProps } from "../bandwidth-props";
import type { CorosyncProps } from "../corosync-props";
import type { FirewallProps, PublicService } from "../firewall-props";
import type { NodeProps, PortForward } from "../node-props";
import type { OverlayProps, SshProps } from "../props";
import type { TunnelProps } from "../tunnel-props";
import type { WatchProps } from "../watch-props";

/** What stands at a place in the props: something with a check of its own, true or false, props, or many of a kind by name or in a list. */
export type Shape = typeof VALUE | typeof SWITCH | Struct | ByName | { readonly list: Struct };

/** Values by names that the user chooses. */
export interface ByName {
  /** What stands behind each name. */
  readonly byName: Shape;
  /** Whether a name without a value is an oversight. */
  readonly isNeeded?: boolean;
}

/** Props that belong together. */
export interface Struct {
  /** What they are called in a message. */
  readonly called: string;
  /** Each of them. */
  readonly props: Readonly<Record<string, Shape>>;
}

const VALUE = "value";
const SWITCH = "switch";

/** The compiler refuses a list that is not that of the type: props of which it has too few or too many. */
function struct<T>(called: string, props: Record<keyof T, Shape>): Struct {
  return { called, props };
}

const PORT_FORWARD = struct<PortForward>("what PortForward.tcp() and udp() make", {
  protocol: VALUE,
  port: VALUE,
  toAddress: VALUE,
  toPort: VALUE,
});

const NODE = struct<NodeProps>("a node's props", {
  id: VALUE,
  site: VALUE,
  publicAddress: VALUE,
  publicAddress6: VALUE,
  publicInterface: VALUE,
  link1Address: VALUE,
  fqdn: VALUE,
  sshAddress: VALUE,
  sshPort: VALUE,
  sshHostKey: VALUE,
  wireguardPublicKey: VALUE,
  routedSubnets: VALUE,
  portForwards: { list: PORT_FORWARD },
  uplinkMegabitsPerSecond: VALUE,
  shapedInterface: VALUE,
  generation: VALUE,
});

const OVERLAY = struct<OverlayProps>("the overlay's props", {
  cidr: VALUE,
  mtu: VALUE,
  listenPort: VALUE,
  persistentKeepalive: VALUE,
});

const TUNNEL = struct<TunnelProps>("a tunnel's props", {
  endpoints: { byName: VALUE },
  persistentKeepalive: VALUE,
});

const SSH = struct<SshProps>("props of ssh", {
  privateKeyPath: VALUE,
  knownHostsPath: VALUE,
  port: VALUE,
});

const FIREWALL = struct<FirewallProps>("the firewall's props", {
  publicServices: {
    list: struct<PublicService>("what PublicService.tcp() and udp() make", {
      protocol: VALUE,
      ports: VALUE,
    }),
  },
  vmSubnets: VALUE,
  sourceNat: VALUE,
  vmBridges: VALUE,
  trustedInterfaces: VALUE,
  confirmSeconds: VALUE,
  flushRuleset: SWITCH,
});

const COROSYNC = struct<CorosyncProps>("props of corosync", {
  token: VALUE,
  tokenRetransmitsBeforeLossConst: VALUE,
  join: VALUE,
  sendJoin: VALUE,
  merge: VALUE,
  consensus: VALUE,
  tokenCoefficient: VALUE,
  link0Priority: VALUE,
  link1Priority: VALUE,
  explicitCrypto: SWITCH,
});

const WATCH = struct<WatchProps>("the watch's props", {
  intervalSeconds: VALUE,
  alertCommand: VALUE,
  alertUnit: VALUE,
  metricsDirectory: VALUE,
});

const BANDWIDTH = struct<BandwidthProps>("props of bandwidth", {
  uplinkMegabitsPerSecond: VALUE,
  migrationMebibytesPerSecond: VALUE,
  replicationMegabytesPerSecond: VALUE,
});

/** Every prop of a cluster. */
export const CLUSTER = struct<ProxmoxWanClusterProps>("the cluster's props", {
  clusterName: VALUE,
  nodes: { byName: NODE, isNeeded: true },
  trustedSources: VALUE,
  overlay: OVERLAY,
  tunnels: { byName: TUNNEL },
  ssh: SSH,
  domain: VALUE,
  firewall: FIREWALL,
  corosync: COROSYNC,
  watch: WATCH,
  bandwidth: BANDWIDTH,
  haSites: VALUE,
  presharedKeys: { byName: VALUE },
  repair: VALUE,
  renderTo: VALUE,
  acknowledgeWarnings: VALUE,
  dependsOn: VALUE,
});
