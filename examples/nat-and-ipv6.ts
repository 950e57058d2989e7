// One node that has only IPv6, one behind NAT that opens its tunnels itself, and an overlay of IPv6 addresses.
import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { ProxmoxWanCluster } from "cdktf-proxmox-wan";

const app = new App({ stackTraces: false });
const stack = new TerraformStack(app, "nat-and-ipv6");
new NullProvider(stack, "null");
new RandomProvider(stack, "random");
new LocalBackend(stack, { path: process.env.PVE_WAN_STATE ?? "nat-and-ipv6.tfstate" });

new ProxmoxWanCluster(stack, "cluster", {
  clusterName: "wan-cluster",
  overlay: { cidr: "fd10:0:0:10::/64" },
  nodes: {
    node1: {
      id: 1,
      site: "east",
      publicAddress: "203.0.113.11",
      publicAddress6: "2001:db8:113::11",
      publicInterface: "eth0",
    },
    node2: { id: 2, site: "east", publicAddress6: "2001:db8:113::12", publicInterface: "eth0" },
    // No public address: it opens its tunnels itself, and they are kept open. SSH reaches it where its router forwards it.
    node3: { id: 3, site: "office", sshAddress: "203.0.113.13", publicInterface: "eth0" },
  },
  trustedSources: ["203.0.113.100/32", "2001:db8:113::100/128"],
  ssh: {
    privateKeyPath: process.env.PVE_WAN_SSH_KEY,
    knownHostsPath: process.env.PVE_WAN_KNOWN_HOSTS,
  },
});

app.synth();
