import { articleNode, articleProps, synthesise } from "../support/stack";

// Wrong on purpose: the runner is not trusted, and node2 has no such interface.
const props = articleProps(3);
synthesise({
  ...props,
  nodes: { ...props.nodes, node2: articleNode(2, { publicInterface: "enp9s0" }) },
  trustedSources: ["198.51.100.0/24"],
});
