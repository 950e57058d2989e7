import { App, TerraformStack } from "cdktf";
import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { RandomProvider } from "@cdktf/provider-random/lib/provider";
import { ProxmoxWanCluster } from "../../lib";
import type { ProxmoxWanClusterProps } from "../../lib";

/** main.ts with as many nodes as BENCH_NODES says, in two sites; with none it has no cluster. */
const count = Number(process.env.BENCH_NODES);
const nodes: ProxmoxWanClusterProps["nodes"] = Object.fromEntries(
  Array.from({ length: count }, (_, index) => [
    `node${index + 1}`,
    {
      id: index + 1,
      site: index % 2 === 0 ? "east" : "west",
      publicAddress: `203.0.113.${11 + index}`,
      publicInterface: "eth0",
    },
  ]),
);

const app = new App({ stackTraces: false });
const stack = new TerraformStack(app, "bench");
new NullProvider(stack, "null");
new RandomProvider(stack, "random");
if (count > 0) {
  new ProxmoxWanCluster(stack, "cluster", {
    clusterName: "bench",
    nodes,
    trustedSources: ["203.0.113.100/32"],
  });
}
app.synth();
