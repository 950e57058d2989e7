import { Lab } from "../../../../lab";
import { addCommand, read, say, ticket, waitForWritable, writable } from "../support";

const NODE1_ALONE = [
  "logging {",
  "  debug: off",
  "  to_syslog: yes",
  "}",
  "",
  "nodelist {",
  "  node {",
  "    name: node1",
  "    nodeid: 1",
  "    quorum_votes: 1",
  "    ring0_addr: 203.0.113.11",
  "  }",
  "}",
  "",
  "quorum {",
  "  provider: corosync_votequorum",
  "}",
  "",
  "totem {",
  "  cluster_name: wan-cluster",
  "  config_version: 1",
  "  interface {",
  "    linknumber: 0",
  "  }",
  "  ip_version: ipv4-6",
  "  link_mode: passive",
  "  secauth: on",
  "  token_coefficient: 125",
  "  version: 2",
  "}",
  "",
  "",
];

/** The file of a cluster of one; only PVE 9 writes a coefficient. */
export function firstConfig(pve: 8 | 9): string {
  return NODE1_ALONE.filter((line) => pve === 9 || !line.includes("coefficient")).join("\n");
}

/** pvecm create on node1, with what goes wrong around it on node3. */
export function create(lab: () => Lab): void {
  test("without an RSA host key create stops half-way and exits 0", async () => {
    await lab().console("node3", "mv /etc/ssh/ssh_host_rsa_key.pub /root/");
    const half = await say(lab(), "node3", "pvecm create foreign --link0 203.0.113.13");
    await lab().console("node3", "mv /root/ssh_host_rsa_key.pub /etc/ssh/");
    expect(half.code).toBe(0);
    expect(half.stderr).toBe(
      "can't open '/etc/ssh/ssh_host_rsa_key.pub' - No such file or directory\n",
    );
    await read(lab(), "node3", "ls /etc/pve/corosync.conf /etc/corosync/authkey");
    expect((await say(lab(), "node3", "systemctl is-active corosync")).stdout).toBe("inactive\n");
    await lab().console("node3", "rm /etc/pve/corosync.conf /etc/corosync/authkey");
  });

  test("what is written while /etc/pve is not mounted lands underneath and breaks the restart", async () => {
    const writer =
      "while ! mountpoint -q /etc/pve || ! touch /root/seen; do :; done; " +
      "until ! mountpoint -q /etc/pve; do sleep 0.05; done; echo lost > /etc/pve/lost";
    const broken = await say(
      lab(),
      "node3",
      `(${writer}) & pvecm create foreign --link0 203.0.113.13; code=$?; wait; exit $code`,
    );
    expect(broken.code).toBe(0);
    expect(broken.stderr).toBe(
      "command 'systemctl restart corosync pve-cluster' failed: exit code 1\n",
    );
    expect(await read(lab(), "node3", "ls -A /etc/pve")).toBe("lost");
    await lab().waitFor(
      "pve-cluster has given up",
      async () => (await say(lab(), "node3", "systemctl is-failed pve-cluster")).code === 0,
      20,
    );
    const again = await say(
      lab(),
      "node3",
      "systemctl reset-failed pve-cluster; systemctl start pve-cluster",
    );
    expect(again.code).toBe(1);
    await lab().console(
      "node3",
      "systemctl stop pve-cluster corosync; rm /etc/pve/lost; systemctl reset-failed; pmxcfs -l &&" +
        " rm -r /etc/pve/corosync.conf /etc/corosync/* && kill $(cat /run/pve-cluster.pid) &&" +
        " while pgrep pmxcfs; do sleep 0.1; done; systemctl start pve-cluster",
      { timeoutSeconds: 60 },
    );
    expect(await writable(lab(), "node3")).toBe(true);
  });

  test("create says this, exits 0, and leaves /etc/pve read-only for seconds", async () => {
    const secret = await ticket(lab(), "node1");
    const add = await addCommand(lab(), "node2");
    const begun = Date.now();
    const created = await say(
      lab(),
      "node1",
      "pvecm create wan-cluster --link0 203.0.113.11 && systemctl is-active corosync >&2",
    );
    expect(created.stdout).toBe(
      "Corosync Cluster Engine Authentication key generator.\n" +
        "Gathering 2048 bits for key from /dev/urandom.\n" +
        "Writing corosync key to /etc/corosync/authkey.\n" +
        "Writing corosync config to /etc/pve/corosync.conf\n" +
        "Restart corosync and cluster filesystem\n",
    );
    // Still "activating", unless the machine is so busy that the question comes seconds late.
    expect(created.stderr).toMatch(/^activ(ating|e)\n$/);
    expect(await writable(lab(), "node1")).toBe(false);
    const early = await say(lab(), "node2", add, `${secret}\n`);
    expect(early.code).toBe(0);
    expect(early.stderr).toBe(
      "An error occurred on the cluster node: cluster not ready - no quorum?\nCluster join aborted!\n",
    );
    expect(early.stdout).toContain("Request addition of this node\n");
    const write = await say(lab(), "node1", "touch /etc/pve/x");
    expect(write.stderr).toContain("Permission denied");
    await waitForWritable(lab(), "node1");
    expect(Date.now() - begun).toBeGreaterThan(5000);
  });

  test("the refused joiner is unchanged but for ssh", async () => {
    expect(
      await read(
        lab(),
        "node2",
        "ls -A /etc/corosync | grep -v uidgid; ls /var/lib/pve-cluster/backup",
      ),
    ).toBe("");
    expect(await writable(lab(), "node2")).toBe(true);
  });

  test("corosync.conf is this, byte for byte", async () => {
    const expected = firstConfig(lab().pve);
    expect((await lab().console("node1", "cat /etc/pve/corosync.conf")).stdout).toBe(expected);
    expect((await lab().console("node1", "cat /etc/corosync/corosync.conf")).stdout).toBe(expected);
    expect(await read(lab(), "node1", "stat -c '%a %s' /etc/corosync/authkey")).toBe("400 256");
  });

  test("status begins with four lines of its own; a second create is refused", async () => {
    const status = await lab().console("node1", "pvecm status");
    expect(status.stdout).toMatch(
      /^Cluster information\n-+\nName: {13}wan-cluster\nConfig Version: {3}1\nTransport: {8}knet\nSecure auth: {6}on\n\nQuorum information\n/,
    );
    expect(status.stdout).toMatch(/Node ID: +0x00000001/);
    const again = await say(lab(), "node1", "pvecm create other");
    expect(again.code).toBe(lab().pve === 8 ? 255 : 2);
    expect(again.stderr).toBe("cluster config '/etc/pve/corosync.conf' already exists\n");
  });

  test("members refuse what does not fit, before anything is changed", async () => {
    const cases: [string, string][] = [
      ["node1", "can't add existing node 'node1'"],
      [
        "nodeX --link0 203.0.113.11",
        "corosync: address '203.0.113.11' already used on link ring0_addr by node 'node1'",
      ],
      [
        "nodeX --link0 203.0.113.19 --link1 10.0.0.1",
        "corosync: link 1 specified for new node doesn't exist in cluster config",
      ],
      ["nodeX", "no links and no fallback ip (new_node_ip) given, cannot join cluster"],
    ];
    for (const [request, message] of cases) {
      const options =
        request.includes("--link") || request === "nodeX"
          ? request
          : `${request} --link0 203.0.113.18`;
      const refused = await say(lab(), "node1", `pvecm addnode ${options}`);
      expect(refused.code).not.toBe(0);
      expect(refused.stderr).toBe(`${message}\n`);
    }
    expect(await read(lab(), "node1", "grep config_version /etc/pve/corosync.conf")).toBe(
      "config_version: 1",
    );
  });
}
