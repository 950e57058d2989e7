// Something of one's own after the cluster: guests move between nodes through the tunnels, and through nothing else.
import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { Resource } from "@cdktf/provider-null/lib/resource";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { ProxmoxWanCluster } from "cdktf-proxmox-wan";

const OVERLAY = "172.16.10.0/24";
const CONTACT = "203.0.113.11";

const app = new App({ stackTraces: false });
const stack = new TerraformStack(app, "after-the-cluster");
new NullProvider(stack, "null");
new RandomProvider(stack, "random");
new LocalBackend(stack, { path: process.env.PVE_WAN_STATE ?? "after-the-cluster.tfstate" });

const cluster = new ProxmoxWanCluster(stack, "cluster", {
  clusterName: "wan-cluster",
  overlay: { cidr: OVERLAY },
  nodes: {
    node1: { id: 1, site: "east", publicAddress: CONTACT, publicInterface: "eth0" },
    node2: { id: 2, site: "east", publicAddress: "203.0.113.12", publicInterface: "eth0" },
    node3: { id: 3, site: "west", publicAddress: "203.0.113.13", publicInterface: "eth0" },
  },
  trustedSources: ["203.0.113.100/32"],
  ssh: {
    privateKeyPath: process.env.PVE_WAN_SSH_KEY,
    knownHostsPath: process.env.PVE_WAN_KNOWN_HOSTS,
  },
});

// What a client of the API pins, when the cluster's own authority is not installed where it runs.
new TerraformOutput(stack, "fingerprint", { value: cluster.certificateFingerprint("node1") });

// Here with the ssh command and no other provider; a stack with a Proxmox provider takes cluster.apiEndpoint("node1").
new Resource(stack, "migration-network", {
  dependsOn: [cluster.ready],
  triggers: { network: OVERLAY },
  provisioners: [
    {
      type: "local-exec",
      interpreter: ["bash", `${__dirname}/after-the-cluster.sh`],
      command: OVERLAY,
      environment: { CONTACT },
    },
  ],
});

app.synth();
