import { RUNNER_ADDRESS } from "../../../lab/topology";
import { type NodeProps } from "../../../lib/topology";
import { ProxmoxWanClusterProps } from "../../../lib";
import { GOOD, rendered, withMore } from "./base";
import { Ruleset } from "./ruleset";
import { PROXIED, PROXY, REDIRECTED } from "./tables";

/** A whole deploy that nothing but its firewall keeps from going through, on one node. */
export type DeployedRuleset = Omit<Ruleset, "text"> & {
  readonly props: Partial<ProxmoxWanClusterProps>;
  readonly node: Partial<NodeProps>;
  /** What an app makes of the library's ruleset by an override of cdktf's. */
  readonly override?: (ruleset: string) => string;
  /** What the owner did to the node before, and how it is taken back. */
  readonly owner?: { readonly does: string; readonly undoes: string };
};

const usual = { old: GOOD, others: "", refused: false, sshPort: 22, props: {}, node: {} };

/** What no look ahead of the deploy can see: the runner is trusted, and every name and address is right. */
export const DEPLOYS: readonly DeployedRuleset[] = [
  {
    ...usual,
    name: "deploy/redirected-port",
    kind: "others",
    others: REDIRECTED,
    sshPort: 2222,
    props: { ssh: { port: 2222 } },
  },
  {
    ...usual,
    name: "deploy/their-proxy-gone",
    kind: "flush",
    others: PROXIED,
    old: rendered({ trustedSources: [`${PROXY}/32`] }),
    props: { trustedSources: [`${PROXY}/32`], firewall: { flushRuleset: true } },
  },
  {
    ...usual,
    name: "deploy/address-on-two-interfaces",
    kind: "interface",
    owner: {
      does: `ip link add pub0 type bridge && ip link set pub0 up &&
        ip address add "$(ip -o -4 address show dev eth0 | awk '{ print $4 }')" dev pub0`,
      undoes: "ip link delete pub0",
    },
    node: { publicInterface: "pub0" },
  },
  {
    ...usual,
    name: "deploy/override-drops-answers",
    kind: "output",
    old: undefined,
    override: (ruleset) =>
      withMore("chain out { type filter hook output priority filter; policy drop; }", ruleset),
  },
  {
    ...usual,
    name: "deploy/override-with-an-error",
    kind: "syntax",
    refused: true,
    override: (ruleset) => ruleset.replaceAll("accept", "acept"),
  },
];

/** The cluster's properties in a deploy. */
export function deployProps(
  { props, node }: Pick<DeployedRuleset, "props" | "node">,
  env: NodeJS.ProcessEnv,
): ProxmoxWanClusterProps {
  const { FIREWALL_NODE: name, FIREWALL_ADDRESS: address, FIREWALL_HOST_KEY: sshHostKey } = env;
  return {
    clusterName: "wan-cluster",
    trustedSources: [`${RUNNER_ADDRESS}/32`],
    ...props,
    nodes: {
      [name!]: {
        id: 1,
        site: "east",
        publicAddress: address!,
        publicInterface: "eth0",
        sshHostKey,
        ...node,
      },
    },
    firewall: { ...props.firewall, confirmSeconds: Number(env.FIREWALL_CONFIRM_SECONDS) },
    ssh: { privateKeyPath: env.PVE_WAN_SSH_KEY, ...props.ssh },
  };
}
