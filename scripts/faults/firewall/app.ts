import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { ProxmoxWanCluster } from "../../../lib";
import { firewallRuleset } from "../../../lib/files";
import { deployProps, DEPLOYS } from "./deploys";

const { env } = process;
const deployed = DEPLOYS.find(({ name }) => name === env.FIREWALL_DEPLOY);
if (!deployed) throw new Error(`FIREWALL_DEPLOY=${env.FIREWALL_DEPLOY} is not in the list`);

const app = new App({ stackTraces: false });
const stack = new TerraformStack(app, "wan-cluster");
new NullProvider(stack, "null");
new RandomProvider(stack, "random");
new LocalBackend(stack, { path: env.PVE_WAN_STATE! });
const cluster = new ProxmoxWanCluster(stack, "cluster", deployProps(deployed, env));
if (deployed.override) {
  const { topology } = cluster.definition;
  const [name] = cluster.nodeNames;
  const step = cluster.firewall.of(name);
  const node = topology.nodes.find((one) => one.name === name)!;
  step.addOverride("triggers.payload", deployed.override(firewallRuleset(topology, node)));
}
app.synth();
