import { Lab } from "../../../../lab";
import {
  addCommand,
  cleanJoiner,
  read,
  say,
  startJoin,
  ticket,
  waitForLog,
  waitForNodes,
  waitForWritable,
} from "../support";

const CUT = { lossPercent: 100 };

async function cutOff(lab: Lab, cut: boolean): Promise<void> {
  const link = cut ? CUT : null;
  await lab.wan({ links: { "node1-node3": link, "node2-node3": link } });
}

/** The states between "not joined" and "joined", each made as in reality, on node3. */
export function halfJoined(lab: () => Lab): void {
  test("C: cut off after its acceptance, the joiner waits without end and locks keys out", async () => {
    await startJoin(lab(), "node3");
    await waitForLog(lab(), "node3", "stopping pve-cluster service", 60);
    await cutOff(lab(), true);
    await waitForLog(lab(), "node3", "waiting for quorum...", 60);
    await lab().waitFor(
      "corosync of node3 answers",
      async () => (await say(lab(), "node3", "pvecm status")).stdout.includes("Activity blocked"),
      60,
    );
    const status = await say(lab(), "node3", "pvecm status");
    expect(status.code).toBe(2);
    expect(status.stdout).toMatch(/^Quorate: {10}No$/m);
    expect(status.stdout).toMatch(/^Quorum: {11}2 Activity blocked$/m);
    expect(await read(lab(), "node3", "cd /etc/pve && find . -type f ! -name '.*'")).toBe(
      "./corosync.conf",
    );
    expect((await say(lab(), "node3", "cat /root/.ssh/authorized_keys")).code).toBe(1);
    const node3 = JSON.parse(await read(lab(), "node1", "cat /etc/pve/.members")).nodelist.node3;
    expect(node3).toEqual({ id: 3, online: 0 });
  });

  test("C: a stopped join says 'received interrupt'; add is then refused, with exit 0", async () => {
    await lab().console("node3", "systemctl stop join");
    expect(await read(lab(), "node3", "cat /run/join.log")).toMatch(
      /waiting for quorum\.\.\.received interrupt$/,
    );
    expect(await read(lab(), "node3", "tail -1 /var/log/pve/tasks/index")).toMatch(
      / received interrupt$/,
    );
    const again = await say(lab(), "node3", await addCommand(lab(), "node3"), "x\n");
    expect(again.code).toBe(0);
    expect(again.stderr).toBe(
      "detected the following error(s):\n" +
        "* authentication key '/etc/corosync/authkey' already exists\n" +
        "* cluster config '/etc/pve/corosync.conf' already exists\n" +
        "* corosync is already running, is this node already in a cluster?!\n" +
        "Check if node may join a cluster failed!\n",
    );
  });

  test("C: with the network back quorum comes by itself, the certificate does not", async () => {
    await cutOff(lab(), false);
    await waitForWritable(lab(), "node3", 60);
    expect((await say(lab(), "node3", "pvecm status")).code).toBe(0);
    expect((await say(lab(), "node3", "ls /etc/pve/local/pve-ssl.pem")).code).toBe(2);
    const repaired = await lab().console("node3", "pvecm updatecerts --force", {
      timeoutSeconds: 60,
    });
    expect(repaired.stdout).toBe(
      "(re)generate node files\ngenerate new node certificate\nmerge authorized SSH keys\n",
    );
    await read(lab(), "node3", "ls /etc/pve/local/pve-ssl.pem /etc/pve/local/ssh_known_hosts");
  });

  test("delnode refuses itself, strangers and addresses, each with 255", async () => {
    const cases = {
      node1: "Cannot delete myself from cluster!\n",
      nodeX: "Node/IP: nodeX is not a known host of the cluster.\n",
    };
    for (const [node, message] of Object.entries(cases)) {
      const refused = await say(lab(), "node1", `pvecm delnode ${node}`);
      expect([refused.code, refused.stderr]).toEqual([255, message]);
    }
    const address = await say(lab(), "node1", "pvecm delnode 203.0.113.13");
    expect(address.code).toBe(255);
    expect(address.stderr).toContain("400 Parameter verification failed.");
  });

  test("delnode of a running node kills its corosync and leaves its files with the others", async () => {
    const removed = await lab().console("node1", "pvecm delnode node3", { timeoutSeconds: 60 });
    expect(removed.stdout).toBe("Killing node 3\n");
    await read(lab(), "node1", "ls -d /etc/pve/nodes/node3");
    await lab().waitFor(
      "corosync of node3 has failed",
      async () => (await say(lab(), "node3", "systemctl is-failed corosync")).code === 0,
      60,
    );
    const status = await say(lab(), "node3", "pvecm status");
    expect(status.code).toBe(1);
    expect(status.stderr).toContain("Cannot initialize CMAP service");
    expect((await say(lab(), "node3", "touch /etc/pve/x")).stderr).toContain("Permission denied");
  });

  test("the documented clean-up brings the joiner's own database back", async () => {
    await cleanJoiner(lab(), "node3");
    await waitForWritable(lab(), "node3");
    expect(await read(lab(), "node3", "cat /etc/pve/.members")).toContain('"version": 0');
    await read(lab(), "node3", "ls /etc/pve/local/pve-ssl.pem /root/.ssh/authorized_keys");
  });

  test("D: whose reader has gone joins corosync and dies at its next word", async () => {
    const [secret, add] = [await ticket(lab(), "node1"), await addCommand(lab(), "node3")];
    await lab().console(
      "node3",
      `rm -f /run/out; mkfifo /run/out; cat > /run/join.in; (${add} < /run/join.in > /run/out 2>&1 &)
       perl -e '$| = 1; $/ = \\1; while (<>) { $all .= $_; last if $all =~ /quorum\\.\\.\\./ }' < /run/out`,
      { input: `${secret}\n`, timeoutSeconds: 60 },
    );
    await lab().waitFor(
      "the join has died",
      async () => (await say(lab(), "node3", "pgrep -f 'pvecm add'")).code === 1,
      60,
    );
    expect(await read(lab(), "node3", "tail -1 /var/log/pve/tasks/index")).toMatch(
      / unexpected status$/,
    );
    const log = "cat /var/log/pve/tasks/?/$(tail -1 /var/log/pve/tasks/index | cut -d' ' -f1)";
    expect(await read(lab(), "node3", log)).toMatch(
      /waiting for quorum\.\.\.TASK ERROR: broken pipe$/,
    );
    await waitForNodes(lab(), "node3", 3);
    expect((await say(lab(), "node3", "pvecm status")).code).toBe(0);
    await lab().console("node3", "pvecm updatecerts --force && systemctl restart pveproxy", {
      timeoutSeconds: 60,
    });
  });
}
