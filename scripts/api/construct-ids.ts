import { TerraformResource, TerraformStack, Testing } from "cdktf";
import { ProxmoxWanCluster, type NodeProps } from "../../lib";

/** Paths of all resources of a cluster of three nodes, below the cluster. */
export function constructIds(): string[] {
  const node = (id: number): NodeProps => ({
    id,
    site: "east",
    publicAddress: `203.0.113.${10 + id}`,
    publicInterface: "eth0",
  });
  const stack = new TerraformStack(Testing.app(), "stack");
  const cluster = new ProxmoxWanCluster(stack, "cluster", {
    clusterName: "wan-cluster",
    nodes: { node1: node(1), node2: node(2), node3: node(3) },
    trustedSources: ["203.0.113.100/32"],
  });
  const prefix = `${cluster.node.path}/`;
  return cluster.node
    .findAll()
    .filter((one) => TerraformResource.isTerraformResource(one))
    .map((one) => one.node.path.slice(prefix.length))
    .sort();
}
