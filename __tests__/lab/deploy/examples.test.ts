import { Lab } from "../../../lab";
import { Deployment, succeeded } from "../support/deployment";

// The examples that no other deploy test lives on.
const THREE = ["node1", "node2", "node3"];
let lab: Lab;

beforeAll(async () => {
  lab = await Lab.up({ name: "examples", nodes: 3 });
});

afterAll(async () => {
  await lab?.down();
});

const sh = async (node: string, command: string): Promise<string> =>
  (await lab.console(node, command)).stdout.trim();

test("mesh-only: a mesh behind a firewall, and no cluster", async () => {
  const deployment = new Deployment(lab, "examples/mesh-only.ts");
  await deployment.deploy().then(succeeded);
  const { output } = await deployment.deploy().then(succeeded);
  deployment.forget();
  expect(output).toContain("No changes");
  for (const node of THREE) {
    for (const id of [1, 2, 3]) await sh(node, `ping -q -c 3 -i 0.2 10.77.0.${id}`);
    expect(await sh(node, "nft list chain inet pve_wan input")).toContain("policy drop");
    await sh(node, "test ! -e /etc/pve/corosync.conf && test ! -e /etc/corosync/authkey");
  }
});
