import { readFileSync, rmSync } from "node:fs";
import { Lab } from "../../../lab";
import { clusterProblems } from "../../../scripts/faults/cluster-facts";
import { badHour } from "../../../scripts/reboots/bad-hour";
import { inWords, sequences } from "../../../scripts/reboots/sequences";
import { CorosyncKnocks } from "../support/corosync-knocks";
import { Deployment, succeeded } from "../support/deployment";
import { expectHealthyCluster } from "../support/facts";
import { logins } from "../support/logins";
import { steadyPings } from "../support/pings";
import { expectAcceptedByRealPrograms } from "../support/real-programs";
import { ProcessWatch } from "../support/process-watch";
import { publicTraffic, recordPublicTraffic } from "../support/public-traffic";
import { expectSecretsKept } from "../support/secrets";
import { expectVmTraffic } from "../support/vm-traffic";

// One cluster's life on PVE 9, in the order in which its owner lives it: each test goes on where the one before ended.
const THREE = ["node1", "node2", "node3"];
const FOUR = [...THREE, "node4"];
let lab: Lab;
let deployment: Deployment;
let letThrough: Awaited<ReturnType<CorosyncKnocks["stop"]>>;

/** Runs a command on each node's console. */
const onEach = (nodes: string[], command: string): Promise<string[]> =>
  Promise.all(nodes.map(async (node) => (await lab.console(node, command)).stdout.trim()));

const membersLeft = "journalctl -u corosync -o cat --no-pager | grep -c 'Members.*left' | cat";

beforeAll(async () => {
  lab = await Lab.up({ name: "article", pve: 9, nodes: 4 });
  deployment = new Deployment(lab);
  await recordPublicTraffic(lab, THREE);
});

afterAll(async () => {
  await lab?.down();
  deployment?.forget();
});

test("a fresh deploy makes three bare hosts one quorate cluster, and tells its secrets to nobody", async () => {
  const knocks = await CorosyncKnocks.start(lab, THREE, "node4", deployment.folder);
  const watch = new ProcessWatch();
  const { output } = await deployment.deploy().then(succeeded);
  const commandLines = watch.stop();
  letThrough = await knocks.stop();
  await expectHealthyCluster(lab, 9, THREE);
  await expectSecretsKept(lab, THREE, deployment, { output, commandLines });
});

test("no packet from outside reached corosync's ports since the firewall was confirmed, which is before there was a corosync", async () => {
  for (const node of THREE) {
    const [firewall, corosync] = (
      await onEach([node], "stat -c %.3Y /etc/pve-wan/firewall.nft /etc/corosync/authkey")
    )[0]
      .split("\n")
      .map(Number);
    expect([node, firewall < corosync]).toEqual([node, true]);
    for (const times of letThrough(node)) {
      expect(times.length).toBeGreaterThan(0);
      expect([node, Math.max(...times) < firewall]).toEqual([node, true]);
    }
  }
});

test("between nodes, nothing of the cluster went outside the tunnel", async () => {
  expect(await publicTraffic(lab, THREE)).toEqual([]);
});

test("the public side answers on WireGuard's port to all, on 22 and 8006 to trusted sources only", async () => {
  const open = (address: string, port: number): string =>
    `timeout 3 bash --norc -c 'exec 3<>/dev/tcp/${address}/${port}' 2>/dev/null && echo open || echo closed`;
  for (const node of THREE) {
    const address = lab.address(node);
    for (const port of [22, 8006]) {
      const trusted = await lab.runner(["bash", "--norc", "-c", open(address, port)]);
      expect([node, port, trusted.stdout.trim()]).toEqual([node, port, "open"]);
      const stranger = await lab.console("node4", open(address, port));
      expect([node, port, stranger.stdout.trim()]).toEqual([node, port, "closed"]);
    }
  }
  const accepted = await onEach(
    THREE,
    "nft list table inet pve_wan | grep -c -E '(540[0-9]|541[0-2]).*accept' | cat",
  );
  expect(accepted).toEqual(["0", "0", "0"]);
});

test("every rendered file is accepted by the program that it is for", async () => {
  await expectAcceptedByRealPrograms(lab, "node1");
});

test("a second deploy changes nothing and opens no SSH session but the closing check's, and its proof that the nodes reach each other", async () => {
  const before = await logins(lab, THREE);
  const { output } = await deployment.deploy().then(succeeded);
  const after = await logins(lab, THREE);
  expect(output).toContain("No changes");
  expect(after.map((count, index) => count - before[index])).toEqual([3, 3, 3]);
});

test("HA's resources are noted where a site cannot hold quorum, and only there", async () => {
  const resources = "/etc/pve/ha/resources.cfg";
  const notes = () =>
    onEach(THREE, "pve-wan verify </var/lib/pve-wan/expected | grep -o 'note: .* west' | cat");
  expect(await notes()).toEqual(["", "", ""]);
  await lab.console(
    "node1",
    `mkdir -p /etc/pve/ha && printf 'vm: 100\\n\\tstate started\\n' >${resources}`,
  );
  await lab.waitFor(
    "the file on node3",
    async () => (await onEach(["node3"], `ls ${resources} | cat`))[0] !== "",
    30,
  );
  expect(await notes()).toEqual(["", "", "note: HA has resources (1), and west"]);
  await lab.console("node1", `rm ${resources}`);
});

test("a node that lets its administrators in, and not the others of the cluster, is noted by these", async () => {
  const notes = () =>
    onEach(THREE, "pve-wan verify </var/lib/pve-wan/expected | grep -o 'note: SSH to [^,]*' | cat");
  expect(await notes()).toEqual(["", "", ""]);
  const closed = "/etc/ssh/sshd_config.d/50-closed.conf";
  const close = `printf 'Match Address 172.16.10.0/24\nDenyUsers root\n' >${closed}`;
  await lab.console("node3", `${close} && systemctl reload ssh`);
  expect(await notes()).toEqual(["note: SSH to node3", "note: SSH to node3", ""]);
  await lab.console("node3", `rm ${closed} && systemctl reload ssh`);
});

test("machines behind a bridge reach each other through VXLAN at 1342 bytes, and the outside through NAT", async () => {
  const routed = new Deployment(lab, "__tests__/lab/apps/vm-traffic.ts", deployment.folder);
  await routed.deploy().then(succeeded);
  await expectVmTraffic(lab);
});

test("another overlay, which would take members out of their living cluster, is refused before anything changes", async () => {
  const slip = new Deployment(lab, "__tests__/lab/apps/other-overlay.ts", deployment.folder);
  const { code, output } = await slip.deploy();
  expect(code).not.toBe(0);
  expect(output).toContain(
    "node2: preflight: in its cluster it has id 2 and the address 172.16.10.2",
  );
  await expectHealthyCluster(lab, 9, THREE);
});

test("a deploy after a lost state makes new preshared keys under the living cluster, and no member leaves", async () => {
  const keys = "cat /etc/wireguard/psk-*";
  const before = await onEach(THREE, keys);
  const left = await onEach(THREE, membersLeft);
  rmSync(deployment.state);
  const anew = new Deployment(lab, "examples/after-the-cluster.ts", deployment.folder);
  await anew.deploy().then(succeeded);
  const after = await onEach(THREE, keys);
  after.forEach((key, index) => expect(key).not.toBe(before[index]));
  // WireGuard takes up a new preshared key with its next handshake: at most two minutes later.
  const handshakes = "wg show wg0 latest-handshakes | awk '{ print $2 }' | sort -n | head -1";
  const deployed = Math.floor(Date.now() / 1000);
  await lab.waitFor(
    "a handshake with the new keys on every tunnel",
    async () => (await onEach(THREE, handshakes)).every((time) => Number(time) > deployed),
    200,
  );
  expect(await onEach(THREE, membersLeft)).toEqual(left);
  await expectHealthyCluster(lab, 9, THREE);
});

test("what waits for the cluster came after it: guests move through the tunnels", async () => {
  expect(await onEach(["node3"], "cat /etc/pve/datacenter.cfg")).toEqual([
    expect.stringContaining("migration: secure,network=172.16.10.0/24"),
  ]);
  // From the state: cdktf often swallows the last lines of Terraform's output.
  const { resources, outputs } = JSON.parse(readFileSync(deployment.state, "utf8"));
  const after = resources.find(({ name }: { name: string }) => name === "migration-network");
  expect(after.instances[0].dependencies).toContainEqual(
    expect.stringMatching(/^null_resource\.cluster_verify_/),
  );
  const shown = "openssl s_client -connect localhost:8006 </dev/null 2>/dev/null";
  const [openssl] = await onEach(["node1"], `${shown} | openssl x509 -noout -fingerprint -sha256`);
  expect(outputs.fingerprint.value).toBe(openssl.split("=")[1].trim());
});

test("a fourth node joins without a lost packet between the others", async () => {
  const left = await onEach(THREE, membersLeft);
  await lab.wan({ default: { lossPercent: 0 } });
  const grown = new Deployment(lab, "__tests__/lab/apps/four-nodes.ts", deployment.folder);
  const pings = await steadyPings(lab, THREE);
  const { output } = await grown.deploy().then(succeeded);
  const lost = await pings.stop();
  expect(lost).toEqual([]);
  expect(await onEach(THREE, membersLeft)).toEqual(left);
  await lab.wan({ default: null });
  await expectHealthyCluster(lab, 9, FOUR);

  // What concerns only the old nodes is not touched.
  const replaced = [
    ...output.matchAll(/null_resource\.(cluster_[\w-]+?)_[0-9A-F]{8}: Destroying/g),
  ].map(([, name]) => name);
  const untouched = /host-tool|packages|pair|firewall|boot-order|ssh-policy|create|tuning|join/;
  expect(replaced.filter((name) => untouched.test(name))).toEqual([]);
});

test("all nodes lose power at once and come back as one cluster by themselves, behind their firewall", async () => {
  await lab.power(FOUR, "cut");
  await lab.power(FOUR, "on");
  await lab.waitForSsh();
  await lab.waitFor(
    "one cluster of all four",
    async () => (await clusterProblems(lab, 9, FOUR)).length === 0,
    120,
  );
  await expectHealthyCluster(lab, 9, FOUR);
  const started = (unit: string): string =>
    `systemctl show ${unit} -p ActiveEnterTimestampMonotonic --value`;
  for (const node of FOUR) {
    const [firewall, tunnel, corosync] = (
      await Promise.all(
        ["pve-wan-firewall", "wg-quick@wg0", "corosync"].map((unit) =>
          onEach([node], started(unit)),
        ),
      )
    ).map(([time]) => Number(time));
    expect(firewall).toBeGreaterThan(0);
    expect([node, firewall < tunnel, tunnel < corosync]).toEqual([node, true, true]);
  }
});

test("a bad hour of reboots and power cuts is over by itself", async () => {
  const [events] = sequences(FOUR, { seed: 11, count: 1 });
  const { problems } = await badHour(lab, FOUR, events);
  expect({ events: inWords(events), problems }).toEqual({ events: inWords(events), problems: [] });
});
