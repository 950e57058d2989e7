import {
  InvalidTopologyError,
  resolveTopology,
  type ClusterProps,
  type NodeProps,
  type Topology,
} from "../../../lib/topology";

/** A node as the article has them: 1 and 2 in one city, 3 in another. */
export function articleNode(id: number, more: Partial<NodeProps> = {}): NodeProps {
  return {
    id,
    site: id === 3 ? "west" : "east",
    publicAddress: `203.0.113.${10 + id}`,
    publicInterface: "eth0",
    ...more,
  };
}

/** The article's nodes, or more or fewer of the same kind. */
export function articleNodes(count = 3): Record<string, NodeProps> {
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  return Object.fromEntries(ids.map((id) => [`node${id}`, articleNode(id)]));
}

/** The article's cluster, changed a little. */
export function articleProps(more: Partial<ClusterProps> = {}): ClusterProps {
  return {
    clusterName: "wan-cluster",
    nodes: articleNodes(),
    trustedSources: ["203.0.113.100/32"],
    ...more,
  };
}

/** The article's cluster with a changed node 2. */
export function withNode2(more: Partial<NodeProps>): ClusterProps {
  return articleProps({ nodes: { ...articleNodes(), node2: articleNode(2, more) } });
}

/** Tokens as cdktf encodes a string, a list and a number. */
export const TOKEN = "${TfToken[TOKEN.0]}";
export const LIST_TOKEN = ["#{TfToken[TOKEN.1]}"];
export const NUMBER_TOKEN = -1.888154589709072e289;

export function isUnresolved(value: unknown): boolean {
  if (typeof value === "number") return value < -1e280;
  if (Array.isArray(value)) return value.length === 1 && String(value[0]).startsWith("#{TfToken[");
  return typeof value === "string" && value.includes("${TfToken[");
}

export function resolve(props: ClusterProps): Topology {
  return resolveTopology(props, "wan-stack/cluster", isUnresolved);
}

/** Every reported problem as it is printed, without the construct's path. */
export function problemsOf(props: ClusterProps): string[] {
  try {
    resolve(props);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidTopologyError)) throw error;
    return error.message
      .split("\n")
      .slice(1)
      .map((line) => line.replace("  wan-stack/cluster: ", ""));
  }
}
