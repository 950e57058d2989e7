import { Lab } from "../../../lab";
import { addCommand, startJoin, ticket } from "../proxmox/support";
import { installHostTool, step, stepSays } from "./host-tool";

// Somebody joined two nodes by hand, the second too soon, which pvecm does not bear: a member runs an older configuration than
// the others and never hears of the new one. A deploy's joins make of it what it should have been.
const NODES = ["node1", "node2", "node3"];
const JOINERS = ["node2", "node3"];

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.up({ name: "parallel-joins" });
  const names = NODES.map((node) => `${lab.address(node)} ${node}`).join("\n");
  for (const node of NODES) {
    await installHostTool(lab, node);
    await lab.waitFor(
      `${node}'s port 8006`,
      async () => (await sh(node, "ss -Hltn sport = :8006")) !== "",
      120,
    );
    await sh(node, `cat >>/etc/hosts <<'END'\n${names}\nEND`);
  }
  await stepSays(lab, "node1", "create", {
    settings: { clusterName: "wan-cluster", link0: lab.address("node1"), deadlineSeconds: 90 },
  });
});

afterAll(() => lab?.down());

const sh = async (node: string, command: string): Promise<string> =>
  (await lab.console(node, command)).stdout.trim();

const versions = (): Promise<string[]> =>
  Promise.all(
    NODES.map((node) =>
      sh(node, "corosync-cmapctl -g totem.config_version 2>/dev/null | sed 's/.*= //' | cat"),
    ),
  );

test("a second join in the seconds in which the first joiner has its vote but not yet the cluster's files leaves it behind", async () => {
  const [command, secret] = await Promise.all([addCommand(lab, "node3"), ticket(lab, "node1")]);
  await startJoin(lab, "node2");
  await lab.waitFor(
    "the first joiner's vote",
    async () => /^Total votes: +2$/m.test(await sh("node1", "corosync-quorumtool -s | cat")),
    60,
  );
  await lab.console(
    "node3",
    `umask 077; cat >/run/join.in
     systemd-run --quiet --unit=join -p Type=exec -p StandardInput=file:/run/join.in ${command}; rm /run/join.in`,
    { input: `${secret}\n` },
  );
  await lab.waitFor(
    "node1 to run version 3 of the configuration, and node2 version 2",
    async () => (await versions()).join().startsWith("3,2,"),
    60,
  );
});

test("the steps of a deploy make whole members of both", async () => {
  for (const joiner of JOINERS) {
    const payload = await step(lab, "node1", "invitation", { settings: { joiner } });
    const said = await step(lab, joiner, "join", {
      settings: {
        clusterName: "wan-cluster",
        contact: lab.address("node1"),
        contactName: "node1",
        link0: lab.address(joiner),
        deadlineSeconds: 90,
        repair: "safe",
      },
      payload: payload.stdout,
    });
    expect([joiner, said.code, said.stdout + said.stderr]).toEqual([joiner, 0, expect.any(String)]);
  }
  expect(await sh("node1", "corosync-quorumtool -s")).toMatch(/^Nodes: +3$/m);
  expect(new Set(await versions()).size).toBe(1);
  for (const node of NODES) await sh(node, "test -s /etc/pve/local/pve-ssl.pem");
});
