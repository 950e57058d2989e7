import { TerraformStack, Testing, TerraformVariable } from "cdktf";
import { ProxmoxWanCluster, type NodeProps, type ProxmoxWanClusterProps } from "../../../lib";

/** A synthesised null_resource, as far as the tests look at it. */
export interface PlannedStep {
  readonly "//"?: { readonly topology?: object };
  readonly triggers: Record<string, string>;
  readonly depends_on?: string[];
  readonly provisioner: {
    "local-exec": { command: string; interpreter: string[]; environment: Record<string, string> };
  }[];
}

/** A synthesised stack. */
export interface Plan {
  /** By path below the cluster, for example `mesh/node1`. */
  readonly steps: Record<string, PlannedStep>;
  readonly locals: Record<string, string>;
  readonly resources: Record<string, Record<string, Record<string, unknown>>>;
}

/** The article's three nodes, or more of the same kind. */
export function articleProps(
  more: Partial<ProxmoxWanClusterProps> = {},
  count = 3,
): ProxmoxWanClusterProps {
  const node = (id: number): NodeProps => ({
    id,
    site: id === 3 ? "west" : "east",
    publicAddress: `203.0.113.${10 + id}`,
    publicInterface: "eth0",
  });
  return {
    clusterName: "wan-cluster",
    nodes: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`node${index + 1}`, node(index + 1)]),
    ),
    trustedSources: ["203.0.113.100/32"],
    ...more,
  };
}

/** Synthesises a cluster; the props may be made from the stack they will live in. */
export function plan(
  props: ProxmoxWanClusterProps | ((variable: (name: string) => string) => ProxmoxWanClusterProps),
): Plan {
  const stack = new TerraformStack(Testing.app(), "stack");
  const variable = (name: string): string =>
    new TerraformVariable(stack, name, { type: "string" }).stringValue;
  new ProxmoxWanCluster(stack, "cluster", typeof props === "function" ? props(variable) : props);
  const { resource: resources, locals } = JSON.parse(Testing.synth(stack));
  const steps = Object.fromEntries(
    Object.entries(resources.null_resource).map(([id, step]) => [pathOf(id), step as PlannedStep]),
  );
  return { steps, locals, resources };
}

/** `cluster_mesh_node1_0123ABCD` is the construct `cluster/mesh/node1`. */
function pathOf(resourceId: string): string {
  return resourceId
    .replace(/^cluster_/, "")
    .replace(/_[0-9A-F]{8}$/, "")
    .replaceAll("_", "/");
}
