import { Lab } from "../../../lab";
import { flood, UPLINK_MEGABITS } from "../../../scripts/bandwidth/flood";
import { Deployment, succeeded } from "../support/deployment";

const NODES = ["node1", "node2", "node3"];
const SHAPED = { SHAPED: "1" };
let lab: Lab;
let deployment: Deployment;

beforeAll(async () => {
  lab = await Lab.up({ name: "bandwidth", nodes: 3 });
  deployment = new Deployment(lab, "__tests__/lab/apps/shaped.ts");
});

afterAll(async () => {
  deployment?.forget();
  await lab?.down();
});

const sh = async (node: string, command: string): Promise<string> =>
  (await lab.console(node, command)).stdout.trim();

const verify = async (node: string): Promise<string> =>
  (await lab.console(node, "pve-wan verify </var/lib/pve-wan/expected", { check: false })).stdout;

/** The rates of the classes on an interface: everything, what goes first, the rest. */
async function rates(node: string, device: string): Promise<string[]> {
  const lines = (await sh(node, `tc class show dev ${device}`)).split("\n").sort();
  return lines.map((line) => /rate (\S+)/.exec(line)?.[1] ?? line);
}

const datacenter = (): Promise<string> => sh("node2", "cat /etc/pve/datacenter.cfg");
const jobRates = (): Promise<string> =>
  sh(
    "node2",
    "awk '/^local:/ { job = $2 } $1 == \"rate\" { print job, $2 }' /etc/pve/replication.cfg",
  );

test("what somebody else has set up on the interface is not replaced", async () => {
  await deployment.deploy().then(succeeded);
  expect(await sh("node3", "pve-wan verify </var/lib/pve-wan/expected")).not.toContain(
    "goes first",
  );
  // As an administrator has it: a choice of his own, a job with a rate and one without.
  await sh("node1", "pvesh set /cluster/options --migration network=10.0.0.0/8,type=insecure");
  const job = (id: string, rate: string): string => `local: ${id}\\n\\ttarget node2\\n${rate}\\n`;
  const jobs = job("100-0", "\\trate 7\\n") + job("101-0", "");
  await sh("node1", `printf '${jobs}' >/etc/pve/replication.cfg`);
  await sh("node3", "tc qdisc add dev eth0 root handle 9: pfifo");

  const { code, output } = await deployment.deploy(SHAPED);
  expect(code).toBe(1);
  expect(output).toMatch(
    /node3: bandwidth-setup: failed: somebody else has set up what is sent first on eth0 \(pfifo 9:\)/,
  );
  expect(await sh("node3", "tc qdisc show dev eth0 root")).toContain("pfifo 9:");
  await sh("node3", "tc qdisc del dev eth0 root");
});

test("corosync goes first in the tunnels, the tunnels on the line, and Proxmox is told", async () => {
  await deployment.deploy(SHAPED).then(succeeded);
  expect((await deployment.deploy(SHAPED).then(succeeded)).output).toContain("No changes");
  expect(await rates("node1", "wg0")).toEqual(["90Mbit", "9Mbit", "81Mbit"]);
  expect(await rates("node3", "wg0")).toEqual(["45Mbit", "4500Kbit", "40500Kbit"]);
  expect(await rates("node3", "eth0")).toEqual(["47500Kbit", "45Mbit", "2500Kbit"]);
  expect(await sh("node1", "tc class show dev eth0")).toBe("");
  expect(await datacenter()).toBe(
    "bwlimit: migration=5120\nmigration: insecure,network=172.16.10.0/24",
  );
  expect(await jobRates()).toBe("100-0 7\n101-0 4");
  expect(await verify("node3")).toContain("ok what has to go first does so on eth0");
  expect(await verify("node1")).toContain(
    "ok Proxmox's option migration has network=172.16.10.0/24",
  );
});

test("corosync's packets are those that go first, and a flood takes nothing from them", async () => {
  const uplink = { megabitsPerSecond: UPLINK_MEGABITS };
  await lab.wan({ uplinks: { node1: uplink } });
  const first = async (): Promise<number> =>
    Number(
      /htb 5c0:10 [^]*?Sent \d+ bytes (\d+) pkt/.exec(
        await sh("node1", "tc -s class show dev wg0"),
      )![1],
    );
  const before = await first();
  const counts = await flood(lab, { megabits: 200, seconds: 20 });
  expect(await first()).toBeGreaterThan(before);
  expect(counts).toMatchObject({ linksDown: 0, membershipsFormed: 0 });
  const rest = /htb 5c0:20 [^]*?dropped (\d+)/.exec(await sh("node1", "tc -s class show dev wg0"));
  expect(Number(rest![1])).toBeGreaterThan(0);

  // The same without: the flood is one that harms.
  await sh("node1", "systemctl stop pve-wan-bandwidth");
  expect(await sh("node1", "tc class show dev wg0")).toBe("");
  const unshaped = await flood(lab, { megabits: 200, seconds: 20 });
  expect(unshaped.packetsLostOnLine).toBeGreaterThan(0);
  // Not none: on a busy machine wireguard-go stands still for a moment, and then sends all at once.
  expect(counts.packetsLostOnLine).toBeLessThan(unshaped.packetsLostOnLine / 10);
  await lab.wan({ uplinks: { node1: null } });
});

test("in an overlay of IPv6, too, and what somebody changes there is seen", async () => {
  const program = `
    . /usr/local/lib/pve-wan/parts/shaping.sh
    ip link add v0 type veth peer name v1
    ip link set v0 up
    ip link set v1 up
    ip address add fd00:10::1/64 dev v0 nodad
    ip neighbour add fd00:10::2 lladdr 02:00:00:00:00:02 dev v0
    shaping=([interface]=v0 [address]=fd00:10::1 [listenPort]=51820 [uplinkMegabitsPerSecond]=1)
    shape_all
    perl -MSocket=:all -e '
      socket my $socket, AF_INET6, SOCK_DGRAM, 17;
      for (5405, 5405, 53) { send $socket, "x", 0, pack_sockaddr_in6($_, inet_pton(AF_INET6, "fd00:10::2")) or die $! }'
    tc -s class show dev v0 | grep -A 1 "5c0:10 "
    is_as_kept v0
    tc class change dev v0 classid 5c0:20 htb rate 5kbit
    if is_as_kept v0; then echo unseen; fi
    unshape v0
    tc class show dev v0
    ip link delete v0`;
  const lines = (await sh("node2", `bash -c '${program.replaceAll("'", `'"'"'`)}'`)).split("\n");
  expect(lines).toEqual([expect.stringContaining("5c0:10"), expect.stringMatching(/ 2 pkt /)]);
});

test("verify sees that it is gone; it comes back with the tunnel and after a boot", async () => {
  const gone = await verify("node1");
  expect(gone).toContain("FAILED what has to go first does so on wg0");
  expect(gone).toContain("next: systemctl restart pve-wan-bandwidth");
  await sh("node1", "systemctl restart wg-quick@wg0");
  const isBack = async (node: string): Promise<boolean> =>
    (await lab.console(node, "systemctl is-active pve-wan-bandwidth", { check: false })).code === 0;
  await lab.waitFor("the queues of node1", () => isBack("node1"), 30);
  expect(await rates("node1", "wg0")).toEqual(["90Mbit", "9Mbit", "81Mbit"]);
  await lab.power("node3", "reboot");
  await lab.waitForSsh(["node3"]);
  await lab.waitFor("the queues of node3", () => isBack("node3"), 60);
  expect(await rates("node3", "eth0")).toEqual(["47500Kbit", "45Mbit", "2500Kbit"]);
});

test("without the prop all of it goes, and what others have set is as they set it", async () => {
  await sh("node1", "pvesh set /cluster/options --bwlimit migration=777,restore=5");
  await deployment.deploy().then(succeeded);
  for (const node of NODES) {
    const left = "ls /etc/systemd/system/*/pve-wan-bandwidth* /var/lib/pve-wan/bandwidth 2>&1";
    expect(await sh(node, `${left} | grep -v 'No such file' | cat`)).toBe("");
    for (const device of ["wg0", "eth0"]) {
      expect(await sh(node, `tc class show dev ${device}`)).toBe("");
    }
    expect(await verify(node)).not.toContain("FAILED");
  }
  // The limit was changed since: it is somebody else's now.
  expect(await datacenter()).toBe(
    "bwlimit: migration=777,restore=5\nmigration: insecure,network=10.0.0.0/8",
  );
  expect(await jobRates()).toBe("100-0 7");
  expect((await deployment.deploy().then(succeeded)).output).toContain("No changes");
});
