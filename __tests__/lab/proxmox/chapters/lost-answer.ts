import { Lab } from "../../../../lab";
import { addCommand, join, read, say, startJoin, waitForLog, writable } from "../support";

const REFUSED = "An error occurred on the cluster node: ";

/** State B: the cluster has accepted node2, node2 never heard of it. Then what that leaves behind. */
export function lostAnswer(lab: () => Lab): void {
  test("B: an answer that is lost ends in a read timeout after 60 s, with a vote too many", async () => {
    await startJoin(lab(), "node2");
    await waitForLog(lab(), "node2", "Request addition of this node", 20);
    await lab().wan({ links: { "node1>node2": { lossPercent: 100 } } });
    await waitForLog(lab(), "node2", `${REFUSED}read timeout\nCluster join aborted!\n`, 80);
    await lab().wan({ links: { "node1>node2": null } });
    expect((await say(lab(), "node2", "ls /etc/corosync/authkey")).code).toBe(2);
    const status = await say(lab(), "node1", "pvecm status");
    expect(status.code).toBe(2);
    expect(status.stdout).toMatch(/^Expected votes: +2$/m);
    expect(await writable(lab(), "node1")).toBe(false);
  });

  test("B: a retry is refused for want of quorum, with --force 1 too", async () => {
    for (const options of ["", "--force 1"]) {
      const retried = await join(lab(), "node2", options);
      expect([retried.code, retried.stderr]).toEqual([
        0,
        `${REFUSED}cluster not ready - no quorum?\nCluster join aborted!\n`,
      ]);
    }
  });

  test("B: after 'pvecm expected 1' only --force 1 joins", async () => {
    const expected = await lab().console("node1", "pvecm expected 1");
    expect(expected.stdout + expected.stderr).toBe("");
    await lab().waitFor("node1 is writable", () => writable(lab(), "node1"), 5);
    const plain = await join(lab(), "node2");
    expect(plain.stderr).toBe(`${REFUSED}can't add existing node 'node2'\nCluster join aborted!\n`);
    const forced = await join(lab(), "node2", "--force 1");
    expect(forced.stdout).toContain("successfully added node 'node2' to cluster.\n");
  });

  test("B: the lock it took without quorum blocks the next join", async () => {
    await read(lab(), "node1", "ls -d /etc/pve/priv/lock/file-corosync_conf");
    const blocked = await join(lab(), "node3");
    expect(blocked.code).toBe(0);
    expect(blocked.stderr).toBe(
      `${REFUSED}cfs-lock 'file-corosync_conf' error: got lock request timeout\nCluster join aborted!\n`,
    );
    await lab().console("node1", "rmdir /etc/pve/priv/lock/file-corosync_conf");
  });

  test("--use_ssh 1 needs no password, but the joiner's key at the member", async () => {
    const add = `${await addCommand(lab(), "node3")} --use_ssh 1`;
    const stranger = await say(lab(), "node3", add);
    expect([stranger.code, stranger.stderr]).toEqual([0, "unable to copy ssh ID: exit code 1\n"]);
    const key = await read(lab(), "node3", "cat /root/.ssh/id_rsa.pub");
    const known = await read(lab(), "node1", "cat /etc/ssh/ssh_host_rsa_key.pub");
    await lab().console("node1", "cat >> /etc/pve/priv/authorized_keys", { input: `${key}\n` });
    await lab().console("node3", "cat >> /root/.ssh/known_hosts", {
      input: `203.0.113.11 ${known}\n`,
    });
    const joined = await say(lab(), "node3", add);
    expect(joined.stdout).toMatch(/^copy corosync auth key\nstopping pve-cluster service\n/);
    expect(joined.stdout).toContain("successfully added node 'node3' to cluster.\n");
  });
}
