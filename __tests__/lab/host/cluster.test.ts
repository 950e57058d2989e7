import { Lab } from "../../../lab";
import { installHostTool, step, stepComplains, stepSays } from "./host-tool";

// The cluster's steps on Proxmox VE 8, whose corosync needs a second reload for the ping timers. No tunnels: what the steps do
// over the public addresses they do over the overlay.
const NODES = ["node1", "node2", "node3"];
const TUNED = "token: 10000\ntoken_retransmits_before_loss_const: 10\njoin: 1000\n";
const COEFFICIENT = 650;
const CUT =
  "add table ip cut; add chain ip cut in { type filter hook input priority 0; }; add rule ip cut in udp dport 5404-5412 drop";

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.up({ name: "host-cluster", pve: 8 });
  for (const node of NODES) {
    await installHostTool(lab, node);
    await stepSays(lab, node, "ssh-policy");
    await lab.waitFor(
      `${node}'s port 8006`,
      async () => (await sh(node, "ss -Hltn sport = :8006")) !== "",
      60,
    );
  }
  // Without the step hosts: the names' addresses are those of the installer's lines.
  const names = NODES.map((node) => `${lab.address(node)} ${node}`).join("\n");
  for (const node of NODES) await sh(node, `cat >>/etc/hosts <<'END'\n${names}\nEND`);
});

afterAll(async () => {
  await lab?.down();
});

const sh = async (node: string, command: string): Promise<string> =>
  (await lab.console(node, command)).stdout;

const create = (more: Record<string, string> = {}) => ({
  settings: {
    clusterName: "wan-cluster",
    link0: lab.address("node1"),
    deadlineSeconds: 90,
    ...more,
  },
});

/** What the runner pipes from the contact to the joiner. */
const invitation = (joiner = "node2"): Promise<string> =>
  stepSays(lab, "node1", "invitation", { settings: { joiner } });

const join = (joiner: string, payload: string, more: Record<string, string | number> = {}) => ({
  settings: {
    clusterName: "wan-cluster",
    contact: lab.address("node1"),
    contactName: "node1",
    link0: lab.address(joiner),
    deadlineSeconds: 120,
    ...more,
  },
  payload,
});

const token = async (node: string): Promise<number> =>
  Number(await sh(node, "corosync-cmapctl -g runtime.config.totem.token | sed 's/.*= //'"));

const members = async (node: string): Promise<number> =>
  Number(await sh(node, "corosync-quorumtool -s | sed -n 's/^Total votes: *//p'"));

/** With the key and by the rule from before the join; a new connection each time. */
async function expectRootLogsInAsBefore(node: string): Promise<void> {
  expect(await sh(node, "sshd -T | grep permitrootlogin")).toBe(
    "permitrootlogin without-password\n",
  );
  await lab.ssh(node, "true");
}

/** Units, files in memory and timers of ours. */
const leftOvers = (node: string): Promise<string> =>
  sh(node, "systemctl list-units --all --plain --no-legend 'pve-wan-*'; ls -A /run/pve-wan");

describe("create", () => {
  test("an address that is not the node's is refused before pvecm believes it", async () => {
    const complaint = await stepComplains(lab, "node1", "create", create({ link0: "172.16.10.1" }));
    expect(complaint).toContain("172.16.10.1 is no address of this node");
    await sh("node1", "test ! -e /etc/pve/corosync.conf");
  });

  test("a missing RSA host key, which would stop pvecm half-way, is noticed before", async () => {
    await sh("node1", "mv /etc/ssh/ssh_host_rsa_key.pub /root/");
    expect(await stepComplains(lab, "node1", "create", create())).toContain("ssh-keygen -A");
    await sh("node1", "mv /root/ssh_host_rsa_key.pub /etc/ssh/; test ! -e /etc/pve/corosync.conf");
  });

  test("makes the cluster even when pmxcfs was stopped and something was written in its place, writable and with a certificate for its address", async () => {
    await sh("node1", "systemctl stop pve-cluster; echo mine >/etc/pve/stray");
    const said = await stepSays(lab, "node1", "create", create());
    expect(said).toContain("started pve-cluster, which did not run");
    expect(said).toContain(`created the cluster wan-cluster on ${lab.address("node1")}`);
    await sh("node1", "touch /etc/pve/written && rm /etc/pve/written; test ! -e /etc/pve/stray");
    expect(await sh("node1", "cat /var/lib/pve-wan/backup/etc_pve.*/stray")).toBe("mine\n");
    const served = await sh(
      "node1",
      "openssl s_client -connect localhost:8006 </dev/null 2>/dev/null | openssl x509 -noout -ext subjectAltName",
    );
    expect(served).toContain(lab.address("node1"));
    expect(await leftOvers("node1")).toBe("");
  });

  test("a second time changes nothing", async () => {
    expect(await stepSays(lab, "node1", "create", create())).toContain("unchanged");
  });

  test("a cluster of another name, or on another address, is not taken for ours", async () => {
    expect(await stepComplains(lab, "node1", "create", create({ clusterName: "other" }))).toContain(
      'belongs to the cluster "wan-cluster", not to "other"',
    );
    expect(await stepComplains(lab, "node1", "create", create({ link0: "172.16.10.1" }))).toContain(
      `link0 of this node is ${lab.address("node1")}, not 172.16.10.1`,
    );
  });

  test("starts corosync again where it does not run", async () => {
    await sh("node1", "systemctl stop corosync");
    expect(await stepSays(lab, "node1", "create", create())).toContain("started corosync");
  });
});

describe("tuning", () => {
  test("sets the timers, the ping timers included", async () => {
    const said = await stepSays(lab, "node1", "tuning", { payload: TUNED });
    expect(said).toContain("token: 10000");
    expect(await token("node1")).toBe(10000);
    expect(
      await sh("node1", "corosync-cmapctl -g runtime.config.totem.interface.0.knet_ping_timeout"),
    ).toContain("= 5000");
  });

  test("a second time changes nothing", async () => {
    const before = await sh("node1", "cat /etc/pve/corosync.conf");
    expect(await stepSays(lab, "node1", "tuning", { payload: TUNED })).toContain("unchanged");
    expect(await sh("node1", "cat /etc/pve/corosync.conf")).toBe(before);
  });

  test("a setting that is taken back goes to corosync's default, an administrator's stays", async () => {
    await stepSays(lab, "node1", "tuning", { payload: `${TUNED}consensus: 15000\n` });
    await sh(
      "node1",
      `sed -e 's/^  version: 2/  max_messages: 20\\n&/; s/config_version: .*/config_version: 40/' /etc/pve/corosync.conf >/root/conf
       cp /root/conf /etc/pve/corosync.conf.new; mv /etc/pve/corosync.conf.new /etc/pve/corosync.conf`,
    );
    expect(await stepSays(lab, "node1", "tuning", { payload: TUNED })).toContain("no consensus");
    const conf = await sh("node1", "cat /etc/pve/corosync.conf");
    expect(conf).not.toContain("consensus");
    expect(conf).toContain("max_messages: 20");
    expect(await sh("node1", "corosync-cmapctl -g runtime.config.totem.consensus")).toContain(
      "= 12000",
    );
  });
});

describe("join", () => {
  test("what pvecm refuses is said in our words, with its own; nothing is left over", async () => {
    const wrong = (await invitation()).replace(/fingerprint ../, "fingerprint 00");
    const result = await step(lab, "node2", "join", join("node2", wrong));
    expect(result.code).not.toBe(0);
    expect(result.stdout).toContain("not verified, abort!");
    expect(result.stderr).toContain("shows another certificate than the contact node's");
    expect(await leftOvers("node2")).toBe("");
  });

  test.each([
    [
      "guests",
      "mkdir -p /etc/pve/qemu-server; echo name: guest >/etc/pve/qemu-server/100.conf",
      "rm /etc/pve/qemu-server/100.conf",
      "guests (100.conf)",
    ],
    [
      "a key of another cluster",
      "echo left >/etc/corosync/authkey",
      "rm /etc/corosync/authkey",
      "/etc/corosync/authkey is left",
    ],
  ])("a joiner with %s is left as it is", async (_, cause, repair, complaint) => {
    await sh("node2", cause);
    expect(await stepComplains(lab, "node2", "join", join("node2", await invitation()))).toContain(
      complaint,
    );
    await sh("node2", repair);
  });

  test("makes a whole member, which the contact sees", async () => {
    // Another id than pvecm would have given it.
    const given = { ...join("node2", await invitation(), { id: 7 }), overSsh: true };
    expect(await stepSays(lab, "node2", "join", given)).toContain("joined wan-cluster through");
    expect(await sh("node1", "corosync-quorumtool -l")).toMatch(/^ +7 +1 /m);
    await sh("node2", "openssl verify -CAfile /etc/pve/pve-root-ca.pem /etc/pve/local/pve-ssl.pem");
    expect(await members("node1")).toBe(2);
    expect(await token("node2")).toBe(10000);
    expect(await leftOvers("node2")).toBe("");
  });

  test("the ticket is nowhere when it is done", async () => {
    const found = await sh(
      "node2",
      "journalctl -o cat --no-pager | grep -c PVE:root@pam: ; grep -rl PVE:root@pam: /run /var/lib/pve-wan /tmp /root 2>&1; true",
    );
    expect(found.trim()).toBe("0");
  });

  test("a second time changes nothing and needs no invitation", async () => {
    expect(await stepSays(lab, "node2", "join", join("node2", ""))).toContain("unchanged");
  });

  test("a member without its certificate gets it", async () => {
    await sh("node2", "rm /etc/pve/nodes/node2/pve-ssl.pem");
    await expectRootLogsInAsBefore("node2");
    expect(await stepSays(lab, "node2", "join", join("node2", ""))).toContain(
      "finished an interrupted join",
    );
    expect(await stepSays(lab, "node2", "join", join("node2", ""))).toContain("unchanged");
  });

  test("root logs in as before, also while /etc/pve is gone", async () => {
    await expectRootLogsInAsBefore("node2");
    await sh("node2", "systemctl stop pve-cluster");
    await expectRootLogsInAsBefore("node2");
    await sh("node2", "systemctl start pve-cluster");
  });

  test("without a way to the members it says so in time, and the next run finishes it", async () => {
    await stepSays(lab, "node3", "packages", { settings: { packages: "nftables" } });
    const given = await invitation("node3");
    await sh("node3", `nft '${CUT}'`);
    const stuck = await step(lab, "node3", "join", join("node3", given, { deadlineSeconds: 25 }));
    expect(stuck.code).not.toBe(0);
    expect(stuck.stderr).toContain("pvecm add still waits after 25 s");
    expect(stuck.stdout).toContain("waiting for quorum");
    await expectRootLogsInAsBefore("node3");
    await sh("node3", "nft delete table ip cut");
    expect(await stepSays(lab, "node3", "join", join("node3", ""))).toContain("earlier deploy");
    expect(await members("node1")).toBe(3);
    expect(await token("node3")).toBe(10000 + COEFFICIENT);
  });

  test("a member whose corosync stands still and whose known hosts are missing is finished by the next run", async () => {
    await sh("node3", "rm /etc/pve/nodes/node3/ssh_known_hosts; systemctl stop corosync");
    const said = await stepSays(lab, "node3", "join", join("node3", ""));
    expect(said).toContain("started corosync");
    expect(said).toContain("finished an interrupted join");
  });
});

describe("on a living cluster", () => {
  test("other timers are in force on every member", async () => {
    const payload = TUNED.replace("10000", "9000");
    await stepSays(lab, "node1", "tuning", { payload });
    for (const node of NODES) expect(await token(node)).toBe(9000 + COEFFICIENT);
  });

  test("create runs again while a node is away, tuning does not", async () => {
    await lab.power("node3", "off");
    expect(await stepSays(lab, "node1", "create", create())).toContain("unchanged");
    const complaint = await stepComplains(lab, "node1", "tuning", {
      settings: { deadlineSeconds: 5 },
      payload: TUNED,
    });
    expect(complaint).toContain("node3");
    await lab.power("node3", "on");
  });
});
