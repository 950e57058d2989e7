// Preshared keys from a secret store. Here they come as variables (TF_VAR_psk_node1_node2, …); attributes of a data source of your
// store go the same way. What is not given is made by random_bytes.
import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import { ProxmoxWanCluster } from "cdktf-proxmox-wan";

const app = new App({ stackTraces: false });
const stack = new TerraformStack(app, "secret-store");
new NullProvider(stack, "null");
new RandomProvider(stack, "random");

const secret = (name: string): string =>
  new TerraformVariable(stack, name, {
    type: "string",
    sensitive: true,
    description: "32 bytes in base64, as `wg genpsk` prints them",
  }).stringValue;

new ProxmoxWanCluster(stack, "cluster", {
  clusterName: "wan-cluster",
  nodes: {
    node1: { id: 1, site: "east", publicAddress: "203.0.113.11", publicInterface: "eth0" },
    node2: { id: 2, site: "east", publicAddress: "203.0.113.12", publicInterface: "eth0" },
    node3: { id: 3, site: "west", publicAddress: "203.0.113.13", publicInterface: "eth0" },
  },
  presharedKeys: {
    "node1-node2": secret("psk_node1_node2"),
    "node1-node3": secret("psk_node1_node3"),
  },
  trustedSources: ["203.0.113.100/32"],
});

app.synth();
