import { App, LocalBackend, TerraformStack } from "cdktf";
import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import type { Construct } from "constructs";
import { ProxmoxWanCluster } from "./lib";

/** The article's three servers: two in one city, one across the country. */
class WanClusterStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new NullProvider(this, "null");
    new RandomProvider(this, "random");
    new LocalBackend(this, { path: process.env.PVE_WAN_STATE ?? `${__dirname}/${id}.tfstate` });

    new ProxmoxWanCluster(this, "cluster", {
      clusterName: "wan-cluster",
      overlay: { cidr: "172.16.10.0/24" },
      nodes: {
        node1: { id: 1, site: "east", publicAddress: "203.0.113.11", publicInterface: "eth0" },
        node2: { id: 2, site: "east", publicAddress: "203.0.113.12", publicInterface: "eth0" },
        node3: { id: 3, site: "west", publicAddress: "203.0.113.13", publicInterface: "eth0" },
      },
      trustedSources: ["203.0.113.100/32"],
      ssh: {
        privateKeyPath: process.env.PVE_WAN_SSH_KEY,
        knownHostsPath: process.env.PVE_WAN_KNOWN_HOSTS,
      },
    });
  }
}

// Every message of the cluster names the construct it is about; where each construct was made costs a third of a large synth.
const app = new App({ stackTraces: false });
new WanClusterStack(app, "wan-cluster");
app.synth();
