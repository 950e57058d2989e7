// Servers that another Terraform module knows: its outputs go into the nodes as they are, and are checked when they are known.
import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { ProxmoxWanCluster } from "cdktf-proxmox-wan";
import { Servers } from "../.gen/modules/servers";

const app = new App({ stackTraces: false });
const stack = new TerraformStack(app, "existing-servers");
new NullProvider(stack, "null");
new RandomProvider(stack, "random");
new LocalBackend(stack, { path: process.env.PVE_WAN_STATE ?? "existing-servers.tfstate" });

const servers = new Servers(stack, "servers");
const publicInterface = servers.publicInterfaceOutput;
new ProxmoxWanCluster(stack, "cluster", {
  clusterName: "wan-cluster",
  nodes: {
    node1: { id: 1, site: "east", publicAddress: servers.node1AddressOutput, publicInterface },
    node2: { id: 2, site: "east", publicAddress: servers.node2AddressOutput, publicInterface },
    node3: { id: 3, site: "west", publicAddress: servers.node3AddressOutput, publicInterface },
  },
  trustedSources: ["203.0.113.100/32"],
  ssh: {
    privateKeyPath: process.env.PVE_WAN_SSH_KEY,
    knownHostsPath: process.env.PVE_WAN_KNOWN_HOSTS,
  },
  // Nothing is done to a server before it exists.
  dependsOn: [servers],
});

app.synth();
