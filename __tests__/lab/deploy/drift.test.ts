import { Lab } from "../../../lab";
import { Deployment, succeeded } from "../support/deployment";
import { expectHealthyCluster } from "../support/facts";

const NODES = ["node1", "node2", "node3"];

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
    node: "node3",
    command: "nft flush ruleset",
    repaired: "nft list chain inet pve_wan input | grep 'policy drop'",
    said: [
      /^node3 {2}firewall: .* on trial.* \(other rules or none were in force\)$/,
      /^node3 {2}firewall-confirm: the firewall is confirmed/,
    ],
  },
];

let lab: Lab;
let deployment: Deployment;

beforeAll(async () => {
  lab = await Lab.up({ name: "drift", pve: 9, nodes: 3 });
  deployment = new Deployment(lab);
  await deployment.deploy().then(succeeded);
});

afterAll(async () => {
  await lab?.down();
  deployment?.forget();
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
  await expectHealthyCluster(lab, 9, NODES);
});

test("a plain deploy afterwards has nothing to do", async () => {
  const { output } = await deployment.deploy().then(succeeded);
  expect(output).toContain("No changes");
});
