import { Lab } from "../../../../lab";
import { read, say, waitForNodes, waitForWritable, writable } from "../support";

const CONF = "/etc/pve/corosync.conf";

function edit(lab: Lab, sed: string) {
  return lab.console(
    "node1",
    `sed '${sed}' ${CONF} > ${CONF}.new && s=$(date +%s%N) && mv ${CONF}.new ${CONF} && echo $(( ($(date +%s%N) - s) / 1000000 ))`,
  );
}

async function setVersion(lab: Lab, version: number): Promise<string> {
  return (await edit(lab, `s/config_version: .*/config_version: ${version}/`)).stdout;
}

async function version(lab: Lab): Promise<number> {
  return Number((await read(lab, "node1", `sed -n 's/.*config_version: //p' ${CONF}`)).trim());
}

/** A cluster of three: configuration, locks, partitions, boots. */
export function running(lab: () => Lab): void {
  test("a higher version reaches every file and every corosync; the writer waits a second", async () => {
    const next = (await version(lab())) + 1;
    const milliseconds = Number(
      (await edit(lab(), `s/config_version: .*/config_version: ${next}\\n  token: 5000/`)).stdout,
    );
    expect(milliseconds).toBeGreaterThanOrEqual(1000);
    expect(milliseconds).toBeLessThan(2500);
    for (const node of lab().nodes) {
      expect(await read(lab(), node, "grep config_version /etc/corosync/corosync.conf")).toBe(
        `config_version: ${next}`,
      );
      await lab().waitFor(
        `the corosync of ${node} runs version ${next}`,
        async () =>
          (
            await say(lab(), node, "corosync-cmapctl totem.config_version totem.token")
          ).stdout.includes(`= ${next}`),
        5,
      );
    }
    expect(await read(lab(), "node1", "corosync-cmapctl runtime.config.totem.token")).toMatch(
      /^runtime\.config\.totem\.token \(u32\) = 5125$/m,
    );
  });

  test("a lower version stays in /etc/pve; one without version too; the same version with other content does not", async () => {
    const now = await version(lab());
    await setVersion(lab(), now - 1);
    expect(await read(lab(), "node2", "grep config_version /etc/corosync/corosync.conf")).toBe(
      `config_version: ${now}`,
    );
    await setVersion(lab(), now);
    await edit(lab(), "/config_version/d");
    expect(await read(lab(), "node2", "grep config_version /etc/corosync/corosync.conf")).toBe(
      `config_version: ${now}`,
    );
    expect((await say(lab(), "node1", "pvecm status")).stdout).toMatch(/^Config Version: {3}-1$/m);
    const journal = await read(lab(), "node2", "journalctl -t pmxcfs -o cat");
    expect(journal).toContain("[dcdb] crit: local corosync.conf is newer");
    expect(journal).toContain("[dcdb] crit: unable to parse cluster config_version");
    await edit(
      lab(),
      `s/  version: 2/  config_version: ${now}\\n  token: 6000\\n  version: 2/;/token: 5000/d`,
    );
    expect(await read(lab(), "node3", "grep -c 'token: 6000' /etc/corosync/corosync.conf")).toBe(
      "1",
    );
  });

  test("a member whose pmxcfs was away gets the file but not the reload", async () => {
    const next = (await version(lab())) + 1;
    await lab().console("node2", "systemctl stop pve-cluster");
    await setVersion(lab(), next);
    await lab().console("node2", "systemctl start pve-cluster");
    const file = "grep config_version /etc/corosync/corosync.conf";
    await lab().waitFor(
      "node2 has the new file",
      async () => (await say(lab(), "node2", file)).stdout.includes(`: ${next}`),
      15,
    );
    const runtime = "corosync-cmapctl totem.config_version";
    expect(await read(lab(), "node2", runtime)).toMatch(new RegExp(`= ${next - 1}$`));
    await lab().console("node2", "corosync-cfgtool -R");
    expect(await read(lab(), "node2", runtime)).toMatch(new RegExp(`= ${next}$`));
  });

  test("a lock left behind makes joins time out", async () => {
    await lab().console("node2", "mkdir -p /etc/pve/priv/lock/file-corosync_conf");
    const begun = Date.now();
    const refused = await say(lab(), "node1", "pvecm addnode nodeX --link0 203.0.113.19");
    await lab().console("node2", "rmdir /etc/pve/priv/lock/file-corosync_conf");
    expect(refused.stderr).toContain(
      "cfs-lock 'file-corosync_conf' error: got lock request timeout",
    );
    expect(Date.now() - begun).toBeGreaterThanOrEqual(10_000);
  });

  test("a renamed node is announced only after pmxcfs was restarted", async () => {
    const ip = async () =>
      JSON.parse(await read(lab(), "node1", "cat /etc/pve/.members")).nodelist.node2.ip;
    await lab().console(
      "node2",
      "ip addr add 172.16.10.2/32 dev lo; sed -i 's/^203.*/172.16.10.2 node2/' /etc/hosts",
    );
    expect(await ip()).toBe("203.0.113.12");
    await lab().console("node2", "systemctl restart pve-cluster");
    await lab().waitFor("node1 has heard of it", async () => (await ip()) === "172.16.10.2", 60);
  });

  test("the lone side of a partition is read-only, the other goes on, and the newer content wins", async () => {
    await lab().wan({
      links: { "node1-node3": { lossPercent: 100 }, "node2-node3": { lossPercent: 100 } },
    });
    await lab().waitFor("node3 is read-only", async () => !(await writable(lab(), "node3")), 90);
    expect((await say(lab(), "node3", "touch /etc/pve/x")).stderr).toContain("Permission denied");
    await waitForNodes(lab(), "node1", 2);
    await lab().console("node1", "echo partition > /etc/pve/partition", { timeoutSeconds: 30 });
    await lab().wan({ links: { "node1-node3": null, "node2-node3": null } });
    await waitForWritable(lab(), "node3", 90);
    await waitForNodes(lab(), "node3", 3);
    await lab().waitFor(
      "node3 has what was written meanwhile",
      async () => {
        return (await say(lab(), "node3", "cat /etc/pve/partition")).stdout === "partition\n";
      },
      60,
    );
  });

  test("after a power cut of all, one alone boots without quorum and without its API", async () => {
    await lab().power(lab().nodes, "cut");
    await lab().power("node1", "on");
    await lab().waitForSsh(["node1"]);
    await lab().waitFor(
      "node1 waits in pveproxy",
      async () =>
        (await say(lab(), "node1", "systemctl is-active pveproxy")).stdout === "activating\n",
      20,
    );
    expect(await writable(lab(), "node1")).toBe(false);
    expect((await say(lab(), "node1", "exec 3<>/dev/tcp/127.0.0.1/8006")).code).not.toBe(0);
    expect((await lab().ssh("node1", "cat /root/.ssh/authorized_keys")).stdout).toContain(
      "lab-runner",
    );
    await lab().power(["node2", "node3"], "on");
    for (const node of lab().nodes) await waitForWritable(lab(), node, 60);
    await waitForNodes(lab(), "node1", 3);
    for (const node of lab().nodes) {
      await lab().waitFor(
        `no unit of ${node} is starting or failed`,
        async () => (await say(lab(), node, "systemctl is-system-running")).stdout === "running\n",
        60,
      );
    }
  });
}
