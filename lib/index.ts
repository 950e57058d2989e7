export * from "./cluster";
export * from "./definition";
export {
  CorosyncTuning,
  InvalidTopologyError,
  PortForward,
  PublicService,
  SourceNat,
  WARNING_IDS,
  type BandwidthProps,
  type ClusterProps,
  type CorosyncPrice,
  type CorosyncProps,
  type CorosyncSettings,
  type FirewallProps,
  type FirewallSettings,
  type LaterCheck,
  type Node,
  type NodeProps,
  type Overlay,
  type OverlayProps,
  type Pair,
  type PortForwardOptions,
  type Problem,
  type SiteQuorum,
  type SshProps,
  type SshSettings,
  type Topology,
  type TunnelProps,
  type WanLatency,
  type WatchProps,
  type WatchSettings,
} from "./topology";
export type { StepOrder } from "./remote/step";
export * from "./steps/bandwidth";
export * from "./steps/boot-order";
export * from "./steps/create";
export * from "./steps/firewall";
export * from "./steps/host-tool";
export * from "./steps/hosts";
export * from "./steps/join";
export * from "./steps/keys";
export * from "./steps/mesh";
export { PerNode, type PerNodeProps } from "./steps/per-node";
export * from "./steps/preflight";
export * from "./steps/ssh-policy";
export * from "./steps/step-props";
export * from "./steps/tuning";
export * from "./steps/verify";
export * from "./steps/watch";
