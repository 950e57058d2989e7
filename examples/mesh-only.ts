// Some of the steps alone: a WireGuard mesh with a firewall, on machines that have nothing to do with Proxmox.
import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { ClusterDefinition, Firewall, HostTool, Keys, Mesh } from "cdktf-proxmox-wan";

const app = new App({ stackTraces: false });
const stack = new TerraformStack(app, "mesh-only");
new NullProvider(stack, "null");
new RandomProvider(stack, "random");
new LocalBackend(stack, { path: process.env.PVE_WAN_STATE ?? "mesh-only.tfstate" });

const definition = ClusterDefinition.of(stack, {
  clusterName: "mesh",
  overlay: { cidr: "10.77.0.0/24" },
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

const hostTool = new HostTool(stack, "host-tool", { definition });
const keys = new Keys(stack, "keys", { definition, follows: hostTool });
const mesh = new Mesh(stack, "mesh", { definition, repeatAfter: [keys.exchange] });
new Firewall(stack, "firewall", { definition, dependsOn: [mesh.gate] });

app.synth();
