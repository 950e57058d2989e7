import { Resource } from "@cdktf/provider-null/lib/resource";
import { Servers } from "../../../.gen/modules/servers";
import { articleNode, articleProps, synthesise } from "../support/stack";

// Another team's stack: the servers come from a module, and something of its own waits for the cluster.
synthesise(
  (stack) => {
    const servers = new Servers(stack, "servers");
    const publicInterface = servers.publicInterfaceOutput;
    return {
      ...articleProps(3),
      dependsOn: [servers],
      nodes: {
        node1: articleNode(1, { publicAddress: servers.node1AddressOutput, publicInterface }),
        node2: articleNode(2, { publicAddress: servers.node2AddressOutput, publicInterface }),
        node3: articleNode(3, { publicAddress: servers.node3AddressOutput, publicInterface }),
      },
    };
  },
  (stack, cluster) => {
    new Resource(stack, "after-the-cluster", {
      dependsOn: [cluster.ready],
      provisioners: [{ type: "local-exec", command: "echo the cluster is ready" }],
    });
  },
);
