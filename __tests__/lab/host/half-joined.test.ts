import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { Lab } from "../../../lab";
import { reaching, whileAnotherDeployRuns } from "../support/other-deploy";
import { installHostTool, step, stepComplains, stepSays } from "./host-tool";

// Joins that were cut off where it hurts, each in reality: the joiner loses its power, or is taken out with pvecm.
const NODES = ["node1", "node2", "node3"];

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.up({ name: "half-joined" });
  const names = NODES.map((node) => `${lab.address(node)} ${node}`).join("\n");
  for (const node of NODES) {
    await installHostTool(lab, node);
    await portIsOpen(node);
    await sh(node, `cat >>/etc/hosts <<'END'\n${names}\nEND`);
  }
  await stepSays(lab, "node1", "create", {
    settings: { clusterName: "wan-cluster", link0: lab.address("node1"), deadlineSeconds: 90 },
  });
});

afterAll(async () => {
  await lab?.down();
});

const sh = async (node: string, command: string): Promise<string> =>
  (await lab.console(node, command)).stdout;

const portIsOpen = (node: string): Promise<void> =>
  lab.waitFor(
    `${node}'s port 8006`,
    async () => (await sh(node, "ss -Hltn sport = :8006")) !== "",
    120,
  );

const invitation = (joiner: string): Promise<string> =>
  stepSays(lab, "node1", "invitation", { settings: { joiner } });

const join = (joiner: string, payload: string, repair = "safe") => ({
  settings: {
    clusterName: "wan-cluster",
    contact: lab.address("node1"),
    contactName: "node1",
    link0: lab.address(joiner),
    deadlineSeconds: 120,
    repair,
  },
  payload,
});

const lists = async (member: string, joiner: string): Promise<boolean> =>
  (await lab.console(member, `grep -qw ${joiner} /etc/pve/corosync.conf`, { check: false }))
    .code === 0;

const members = async (node: string): Promise<number> =>
  Number(await sh(node, "corosync-quorumtool -s | sed -n 's/^Total votes: *//p'"));

/** Cuts the joiner's power when the cluster has taken it in and the joiner does not know it yet. */
async function loseTheAnswer(joiner: string): Promise<void> {
  const given = join(joiner, await invitation(joiner));
  const joining = step(lab, joiner, "join", given);
  await lab.waitFor(`${joiner} is listed`, () => lists("node1", joiner), 60);
  await lab.power(joiner, "cut");
  expect((await joining).code).not.toBe(0);
  await lab.power(joiner, "on");
  await lab.waitForSsh([joiner]);
  await portIsOpen(joiner);
  await sh(joiner, "test ! -e /etc/pve/corosync.conf && test ! -e /etc/corosync/corosync.conf");
}

describe("a deploy that is tried again", () => {
  test("lets no node join while another deploy works on the cluster", async () => {
    const env = {
      ...reaching(lab, ["node1", "node2"]),
      PVE_WAN_NODE: "node2",
      PVE_WAN_CONTACT: "node1",
      PVE_WAN_INPUT: "node=node2",
      PVE_WAN_REPAIR: "safe",
    };
    const refused = await whileAnotherDeployRuns(lab, () =>
      lab.runner(["bash", "runner/join.sh", "join"], { env, check: false }),
    );
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /node1: join: failed: another deploy works on this cluster: \S+@\S+ since \d{4}-/,
    );
    expect(await lists("node1", "node2")).toBe(false);
  });

  // Terraform, whose child each script is, is the shell here.
  const TWO_STEPS = `
    bash runner/hold.sh node1 $$ >"$FIRST" &
    until grep -q taken "$FIRST"; do sleep 0.1; done
    bash runner/hold.sh node1 $$`;

  test("has the cluster in its second step as in its first", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "pve-wan-two-steps-"));
    const env = { ...reaching(lab, ["node1"]), FIRST: path.join(folder, "first") };
    const second = await lab.runner(["bash", "--norc", "-c", TWO_STEPS], { env, check: false });
    expect(second.stdout).toBe("taken\n");
    rmSync(folder, { recursive: true });
  });
});

describe("a cluster of one that waits for a node which knows nothing of it", () => {
  test("nothing is done unasked: the command that helps is printed", async () => {
    await loseTheAnswer("node2");
    const told = await invitation("node2");
    expect(told).toContain("listed yes");
    expect(told).not.toContain("ticket");
    const complaint = await stepComplains(lab, "node2", "join", join("node2", told));
    expect(complaint).toContain("the answer to an earlier join was lost");
    expect(complaint).toContain("on node1: pve-wan forget node2; then deploy again");
    expect(await lists("node1", "node2")).toBe(true);
  });

  test("when it may, the joiner asks the runner to let the contact forget it", async () => {
    const result = await step(lab, "node2", "join", join("node2", "listed yes\n", "rejoin"));
    expect(result.code).toBe(75);
    expect(result.stdout).toContain("node1 has to forget it first");
  });

  test("the printed command makes the cluster whole, and the node joins", async () => {
    expect(await sh("node1", "pve-wan forget node2")).toContain(
      "changed: the cluster has forgotten node2",
    );
    expect(await sh("node1", "pve-wan forget node2")).toContain("unchanged");
    const said = await stepSays(lab, "node2", "join", join("node2", await invitation("node2")));
    expect(said).toContain("joined wan-cluster");
    expect(await members("node1")).toBe(2);
  });

  test("a member that works does not leave by itself", async () => {
    const { code, stderr } = await lab.console("node2", "pve-wan leave", { check: false });
    expect(code).toBe(1);
    expect(stderr).toContain("this node is a member that works");
  });

  test("a member that is there is not forgotten", async () => {
    const { code, stderr } = await lab.console("node1", "pve-wan forget node2", { check: false });
    expect(code).toBe(1);
    expect(stderr).toContain("node2 is a member and there");
  });
});

describe("a quorate cluster that counts on a node which knows nothing of it", () => {
  test("it joins in spite of being listed", async () => {
    await loseTheAnswer("node3");
    const said = await stepSays(lab, "node3", "join", join("node3", await invitation("node3")));
    expect(said).toContain("joined wan-cluster");
    expect(await members("node1")).toBe(3);
  });
});

describe("a node that was taken out", () => {
  test("is told apart from a member, and nothing is done unasked", async () => {
    await sh("node1", "pvecm delnode node3");
    const told = await invitation("node3");
    expect(told).toContain("listed no");
    const complaint = await stepComplains(lab, "node3", "join", join("node3", told));
    expect(complaint).toContain("was taken out of the cluster wan-cluster");
    expect(complaint).toContain("pve-wan leave");
    await sh("node3", "test -e /etc/corosync/authkey");
  });

  test("comes back when that is asked for; what it had is kept", async () => {
    const given = join("node3", await invitation("node3"), "rejoin");
    const said = await stepSays(lab, "node3", "join", given);
    expect(said).toContain("put away what the node had");
    expect(said).toContain("joined wan-cluster");
    await sh("node3", "ls /var/lib/pve-wan/backup/etc_corosync_authkey.*");
    expect(await members("node1")).toBe(3);
    expect(await stepSays(lab, "node3", "join", join("node3", ""))).toContain("unchanged");
  });
});
