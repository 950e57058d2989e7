// Five nodes on three sites: whichever site is lost, the two others hold quorum.
import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { ProxmoxWanCluster } from "cdktf-proxmox-wan";

const app = new App({ stackTraces: false });
const stack = new TerraformStack(app, "three-sites");
new NullProvider(stack, "null");
new RandomProvider(stack, "random");

const publicInterface = "vmbr0";
const cluster = new ProxmoxWanCluster(stack, "cluster", {
  clusterName: "wan-cluster",
  domain: "example.com",
  nodes: {
    fra1: { id: 1, site: "frankfurt", publicAddress: "198.51.100.11", publicInterface },
    fra2: { id: 2, site: "frankfurt", publicAddress: "198.51.100.12", publicInterface },
    hel1: { id: 3, site: "helsinki", publicAddress: "203.0.113.21", publicInterface },
    hel2: { id: 4, site: "helsinki", publicAddress: "203.0.113.22", publicInterface },
    waw1: { id: 5, site: "warsaw", publicAddress: "192.0.2.31", publicInterface },
  },
  trustedSources: ["198.51.100.200/32"],
  firewall: { vmBridges: ["vmbr1"], vmSubnets: ["10.20.0.0/16"] },
});

const cut = cluster.quorum.filter(({ othersHoldQuorum }) => !othersHoldQuorum);
new TerraformOutput(stack, "sites_that_must_not_be_lost", { value: cut.map(({ site }) => site) });

app.synth();
