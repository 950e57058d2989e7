import { Lab } from "../../../lab";
import { Deployment, succeeded } from "../support/deployment";
import { expectHealthyCluster } from "../support/facts";

const NODES = ["node1", "node2", "node3"];
const OVERLAY = "fd10:0:0:10::";

/** A router in front of node3: what goes out gets another port, and nobody outside can begin. */
const ROUTER = `table inet router {
  chain inwards {
    type filter hook prerouting priority mangle;
    iifname "eth0" udp dport 51820 ct state new counter drop
  }
  chain outwards {
    type nat hook postrouting priority srcnat;
    oifname "eth0" udp sport 51820 masquerade to :40000-40999
  }
}
`;

interface Drift {
  readonly node: string;
  /** What somebody does on the host. */
  readonly command: string;
  /** Fails until it is repaired. */
  readonly repaired: string;
  /** What the deploy says of it, in the order of the node's steps. */
  readonly said: RegExp[];
}

const WG0 = "/etc/wireguard/wg0.conf";
const PIN = "/etc/ssh/sshd_config.d/00-pve-wan.conf";
const DROP_IN = "/etc/systemd/system/corosync.service.d/wireguard.conf";

/** All at once: with corosync stopped here and the tunnel there, nobody has quorum when the deploy begins. */
const DRIFTS: Drift[] = [
  {
    node: "node1",
    command: `sed -i 's/^AllowedIPs.*/AllowedIPs = 192.0.2.0\\/24/' ${WG0}`,
    repaired: `! grep 192.0.2.0 ${WG0}`,
    said: [/^node1 {2}mesh: wrote \/etc\/wireguard\/wg0\.conf;/],
  },
  {
    node: "node1",
    command: "echo 127.0.1.1 node1 >>/etc/hosts; sed -i '1i 203.0.113.12 node2' /etc/hosts",
    repaired:
      "grep -x '# pve-wan: was 127.0.1.1 node1' /etc/hosts && ! grep -E '^(127.0.1.1|203)' /etc/hosts",
    said: [/^node1 {2}hosts: \/etc\/hosts names the overlay's addresses/],
  },
  {
    node: "node1",
    command: "systemctl stop pveproxy",
    repaired: "systemctl is-active pveproxy",
    said: [/^node1 {2}hosts: started pveproxy, which did not run$/],
  },
  {
    node: "node2",
    command: `sed -i '/^\\[Interface\\]/a SaveConfig = true' ${WG0}; systemctl disable wg-quick@wg0`,
    repaired: `! grep SaveConfig ${WG0} && systemctl is-enabled wg-quick@wg0`,
    said: [/^node2 {2}mesh: wrote \/etc\/wireguard\/wg0\.conf; enabled wg-quick@wg0\.service;/],
  },
  {
    node: "node2",
    command: "echo '# edited' >>/usr/local/lib/pve-wan/lib.sh",
    repaired: "! grep '# edited' /usr/local/lib/pve-wan/lib.sh",
    said: [/^node2 {2}host-tool: installed version/],
  },
  {
    node: "node2",
    command: "systemctl stop corosync",
    repaired: "systemctl is-active corosync",
    said: [/^node2 {2}hosts: started corosync, which did not run$/],
  },
  {
    node: "node3",
    command: `rm ${PIN}; systemctl reload ssh`,
    repaired: "sshd -T | grep -E 'permitrootlogin (without|prohibit)-password'",
    said: [/^node3 {2}ssh-policy: pinned PermitRootLogin prohibit-password /],
  },
  {
    node: "node3",
    command: `rm ${DROP_IN}; systemctl daemon-reload`,
    repaired: `systemctl show corosync -p After | grep wg-quick@wg0`,
    said: [/^node3 {2}boot-order: wrote \/etc\/systemd\/system\/corosync\.service\.d\/wireguard/],
  },
  {
    node: "node3",
    command: "systemctl stop wg-quick@wg0",
    repaired: "systemctl is-active wg-quick@wg0",
    said: [/^node3 {2}mesh: started wg-quick@wg0\.service;/],
  },
  {
    // Not on node3, where it would take the router away, too.
    node: "node2",
    command: "nft flush ruleset",
    repaired: "nft list chain inet pve_wan input | grep 'policy drop'",
    said: [
      /^node2 {2}firewall: .* on trial.* \(other rules or none were in force\)$/,
      /^node2 {2}firewall-confirm: the firewall is confirmed/,
    ],
  },
];

/** Neither IPv6 nor NAT nor a second link is in the article: one cluster has all of it. */
let lab: Lab;
let deployment: Deployment;

beforeAll(async () => {
  lab = await Lab.up({ name: "drift", pve: 9, nodes: 3 });
  await lab.console("node3", "apt-get -qq update 2>&1; apt-get -qq install nftables >/dev/null");
  await lab.console("node3", "nft -f -", { input: ROUTER });
  deployment = new Deployment(lab, "__tests__/lab/apps/unlike-the-article.ts");
  await deployment.deploy().then(succeeded);
});

afterAll(async () => {
  await lab?.down();
  deployment?.forget();
});

test("nodes with IPv6 only and behind NAT are members like the others", async () => {
  await expectHealthyCluster(lab, 9, NODES, OVERLAY);
  const endpoints = async (node: string) =>
    (await lab.console(node, "wg show wg0 endpoints")).stdout;
  expect(await endpoints("node1")).toMatch(/\[2001:db8:113::12\]:51820$/m);
  expect(await endpoints("node1")).toMatch(/\[2001:db8:113::13\]:40\d\d\d$/m);
  expect(await endpoints("node2")).toMatch(/\[2001:db8:113::13\]:40\d\d\d$/m);
});

test("what somebody changed on the hosts is found, named and put right, and nothing else is touched", async () => {
  for (const { node, command, repaired } of DRIFTS) {
    await lab.console(node, command);
    expect((await lab.console(node, repaired, { check: false })).code).not.toBe(0);
  }
  const { output } = await deployment
    .run("deploy", ["--auto-approve", "--recheck"])
    .then(succeeded);
  const summary = output.slice(output.indexOf("recheck: every step has run again; this had"));
  const found = [...summary.matchAll(/^ {2}(node\d {2}.*)$/gm)].map(([, line]) => line);
  for (const node of NODES) {
    const expected = DRIFTS.filter((drift) => drift.node === node).flatMap(({ said }) => said);
    const lines = found.filter((line) => line.startsWith(node));
    expect(lines.filter((line) => !expected.some((said) => said.test(line)))).toEqual([]);
    expect(expected.filter((said) => !lines.some((line) => said.test(line)))).toEqual([]);
  }
  for (const { node, repaired } of DRIFTS) await lab.console(node, repaired);
  await expectHealthyCluster(lab, 9, NODES, OVERLAY);
});

test("a plain deploy afterwards has nothing to do", async () => {
  const { output } = await deployment.deploy().then(succeeded);
  expect(output).toContain("No changes");
});

test("while the tunnels of a node fail, corosync goes on over the second link", async () => {
  const say = async (command: string) => (await lab.console("node1", command)).stdout;
  const left = "journalctl -u corosync -o cat --no-pager | grep -c 'Members.*left' | cat";
  const before = await say(left);
  await lab.console("node3", "ip link set wg0 down");
  const link0 = "corosync-cfgtool -s | awk '/^LINK ID/ { link = $3 } link == 0 && $2 == \"3:\"'";
  await lab.waitFor(
    "corosync of node1 misses node3 on the tunnel",
    async () => (await say(link0)).includes("disconnected"),
    60,
  );
  const quorum = await say("corosync-quorumtool -s");
  expect(quorum).toMatch(/^Quorate: +Yes$/m);
  expect(quorum).toMatch(/^Nodes: +3$/m);
  expect(await say(left)).toBe(before);
  await lab.console("node3", "systemctl restart wg-quick@wg0");
  // Behind its router node3 has to speak first, to each of the others.
  const tunnelsAreBack = async (): Promise<boolean> => {
    const pings = [1, 2].map((id) => `ping -q -c 1 -W 1 ${OVERLAY}${id}`).join(" && ");
    const { code } = await lab.console("node3", pings, { check: false });
    return code === 0 && !(await say(link0)).includes("disconnected");
  };
  await lab.waitFor("the tunnels are back", tunnelsAreBack, 90);
  await expectHealthyCluster(lab, 9, NODES, OVERLAY);
});
