import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import {
  ProxmoxWanCluster,
  type CorosyncProps,
  type NodeProps,
  type ProxmoxWanClusterProps,
} from "../../../lib";

/** The article's node of that number, as main.ts has it. */
export function articleNode(id: number, more: Partial<NodeProps> = {}): NodeProps {
  return {
    id,
    site: id === 3 ? "west" : "east",
    publicAddress: `203.0.113.${10 + id}`,
    publicInterface: "eth0",
    ...more,
  };
}

/** The article's cluster of so many nodes, as main.ts has it. */
export function articleProps(nodes: number): ProxmoxWanClusterProps {
  return {
    clusterName: "wan-cluster",
    overlay: { cidr: "172.16.10.0/24" },
    nodes: Object.fromEntries(
      Array.from({ length: nodes }, (_, index) => [`node${index + 1}`, articleNode(index + 1)]),
    ),
    trustedSources: ["203.0.113.100/32"],
    ssh: {
      privateKeyPath: process.env.PVE_WAN_SSH_KEY,
      knownHostsPath: process.env.PVE_WAN_KNOWN_HOSTS,
    },
  };
}

/** Corosync's own timers, which Proxmox leaves as they are. */
export const COROSYNCS_OWN: CorosyncProps = {
  token: 3000,
  tokenRetransmitsBeforeLossConst: 4,
  join: 50,
  sendJoin: 0,
  merge: 200,
};

/** An app like main.ts, with other props or with resources of its own beside the cluster. */
export function synthesise(
  props: ProxmoxWanClusterProps | ((stack: TerraformStack) => ProxmoxWanClusterProps),
  beside: (stack: TerraformStack, cluster: ProxmoxWanCluster) => void = () => undefined,
): void {
  const app = new App();
  const stack = new TerraformStack(app, "wan-cluster");
  new NullProvider(stack, "null");
  new RandomProvider(stack, "random");
  new LocalBackend(stack, { path: process.env.PVE_WAN_STATE! });
  const cluster = new ProxmoxWanCluster(
    stack,
    "cluster",
    typeof props === "function" ? props(stack) : props,
  );
  beside(stack, cluster);
  app.synth();
}
