import { firstConfig } from "./chapters/create";
import { lostAnswer } from "./chapters/lost-answer";
import { ownLab, read, say, waitForWritable } from "./support";

jest.setTimeout(120_000);

/** What PVE 8 does otherwise, and the joins that go wrong slowly. */
describe("the Proxmox layer as PVE 8", () => {
  const lab = ownLab("proxmox8", 8);

  test("it is PVE 8 with corosync 3.1.7", async () => {
    expect(await read(lab(), "node1", "pveversion")).toMatch(
      /^pve-manager\/8\.4\.\d+\/[0-9a-f]{16} \(running kernel: .+\)$/,
    );
    expect(await read(lab(), "node1", "corosync -v")).toContain("'3.1.7'");
  });

  test("it knows no token coefficient", async () => {
    const created = await say(lab(), "node1", "pvecm create wan-cluster --token-coefficient 125");
    expect(created.code).toBe(255);
    expect(created.stderr).toMatch(
      /^Unknown option: token-coefficient\n400 unable to parse option\n/,
    );
  });

  test("a name that is too long, and an existing configuration, exit 255", async () => {
    expect((await say(lab(), "node1", "pvecm create a-name-that-is-too-long")).code).toBe(255);
    await lab().console("node1", "pvecm create wan-cluster --link0 203.0.113.11");
    const again = await say(lab(), "node1", "pvecm create wan-cluster");
    expect([again.code, again.stderr]).toEqual([
      255,
      "cluster config '/etc/pve/corosync.conf' already exists\n",
    ]);
  });

  test("corosync.conf has 356 bytes for the article's addresses, and no coefficient", async () => {
    const config = firstConfig(8);
    expect(config.replace("203.0.113.11", "172.16.10.1")).toHaveLength(356);
    expect((await lab().console("node1", "cat /etc/pve/corosync.conf")).stdout).toBe(config);
  });

  describe("a lost answer", () => {
    test("the lone node has quorum", () => waitForWritable(lab(), "node1"));
    lostAnswer(lab);
  });

  test("three nodes are one cluster; the token is the old default", async () => {
    expect(await read(lab(), "node1", "corosync-cmapctl runtime.config.totem.token")).toMatch(
      /^runtime\.config\.totem\.token \(u32\) = 3650$/m,
    );
    const status = await lab().console("node3", "pvecm status");
    expect(status.stdout).toMatch(/^Nodes: +3$/m);
    expect(status.stdout).toMatch(/^Flags: +Quorate/m);
  });
});
