// Corosync has a second link over the public addresses: when the tunnels fail, the cluster still agrees, though nothing else gets through.
import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { ProxmoxWanCluster } from "cdktf-proxmox-wan";

const app = new App({ stackTraces: false });
const stack = new TerraformStack(app, "second-link");
new NullProvider(stack, "null");
new RandomProvider(stack, "random");
new LocalBackend(stack, { path: process.env.PVE_WAN_STATE ?? "second-link.tfstate" });

new ProxmoxWanCluster(stack, "cluster", {
  clusterName: "wan-cluster",
  nodes: Object.fromEntries(
    ["203.0.113.11", "203.0.113.12", "203.0.113.13"].map((address, index) => [
      `node${index + 1}`,
      {
        id: index + 1,
        site: index < 2 ? "east" : "west",
        publicAddress: address,
        publicInterface: "eth0",
        link1Address: address,
      },
    ]),
  ),
  trustedSources: ["203.0.113.100/32"],
  ssh: {
    privateKeyPath: process.env.PVE_WAN_SSH_KEY,
    knownHostsPath: process.env.PVE_WAN_KNOWN_HOSTS,
  },
});

app.synth();
