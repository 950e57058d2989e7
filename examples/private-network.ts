// Two nodes of one city have a private network between them: their tunnel takes it, the others go over the internet.
import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { ProxmoxWanCluster } from "cdktf-proxmox-wan";

const app = new App({ stackTraces: false });
const stack = new TerraformStack(app, "private-network");
new NullProvider(stack, "null");
new RandomProvider(stack, "random");
new LocalBackend(stack, { path: process.env.PVE_WAN_STATE ?? "private-network.tfstate" });

new ProxmoxWanCluster(stack, "cluster", {
  clusterName: "wan-cluster",
  nodes: {
    node1: { id: 1, site: "east", publicAddress: "203.0.113.11", publicInterface: "eth0" },
    node2: { id: 2, site: "east", publicAddress: "203.0.113.12", publicInterface: "eth0" },
    node3: { id: 3, site: "west", publicAddress: "203.0.113.13", publicInterface: "eth0" },
  },
  tunnels: {
    "node1-node2": {
      endpoints: { node1: "10.0.0.1", node2: "10.0.0.2" },
      persistentKeepalive: 0,
    },
  },
  // The firewall closes what nobody names; on this network there may be storage and backups, too.
  firewall: { trustedInterfaces: ["eth1"] },
  trustedSources: ["203.0.113.100/32"],
  ssh: {
    privateKeyPath: process.env.PVE_WAN_SSH_KEY,
    knownHostsPath: process.env.PVE_WAN_KNOWN_HOSTS,
  },
});

app.synth();
