import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Judgement } from "../../../cli/soak-judgement";
import type { Way } from "../../../cli/round-trips";
import { Lab } from "../../../lab";
import { toolchain } from "../../../lab/toolchain";
import type { CorosyncProps } from "../../../lib";
import { Deployment, succeeded } from "../support/deployment";

const NODES = ["node1", "node2", "node3"];
let lab: Lab;
let deployment: Deployment;

beforeAll(async () => {
  lab = await Lab.up({ name: "watch", nodes: 3 });
  deployment = new Deployment(lab, "__tests__/lab/apps/watched.ts");
});

afterAll(async () => {
  deployment?.forget();
  await lab?.down();
});

const sh = async (node: string, command: string): Promise<string> =>
  (await lab.console(node, command)).stdout.trim();

/** What the node has told so far, in the order of telling. */
const told = async (node: string): Promise<string[]> =>
  (await sh(node, "cat /root/told")).split("\n").filter(Boolean);

/** A command of the package, as the runner's user has it. */
async function cli(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const [stack] = readdirSync(join(deployment.folder, "out/stacks"));
  const directory = join(deployment.folder, "out/stacks", stack);
  const command = ["-r", "tsx/cjs", "cli/main.ts", ...args, "--stack-dir", directory];
  const { terraformBinary } = await toolchain(() => undefined);
  return lab.runner([process.execPath, ...command], {
    env: { ...deployment.environment, TERRAFORM_BINARY_NAME: terraformBinary },
    check: false,
  });
}

/** What became of a soak, once it is over. */
async function judgedSoak(): Promise<Judgement> {
  let judgement: Judgement | undefined;
  const isOver = async (): Promise<boolean> => {
    const { code, stdout, stderr } = await cli("soak", "report", "--json");
    if (stdout === "") throw new Error(stderr);
    [judgement] = Object.values<Judgement>(JSON.parse(stdout));
    expect(code).toBe({ pass: 0, fail: 1, unfinished: 3 }[judgement.verdict]);
    return judgement.verdict !== "unfinished";
  };
  await lab.waitFor("the end of the soak", isOver, 120);
  return judgement!;
}

const NEAR_FAILURE = /corosync came close to losing a member/;

const TELL = "#!/bin/bash\n! [ -e /root/mute ] && cat >>/root/told\n";

test("a watch that could tell nobody is refused, and the deploy goes on when it can", async () => {
  const { code, output } = await deployment.deploy();
  expect(code).toBe(1);
  expect(output).toMatch(
    /watch-setup: failed: \/usr\/local\/bin\/tell is not there or cannot be run/,
  );
  for (const node of NODES) {
    await sh(
      node,
      `mkdir /var/lib/metrics && : >/root/told && printf '${TELL}' >/usr/local/bin/tell`,
    );
    await sh(node, "chmod +x /usr/local/bin/tell");
  }
  await deployment.deploy().then(succeeded);
  expect((await deployment.deploy().then(succeeded)).output).toContain("No changes");
});

test("of a cluster in which all is well nothing is said, and the values of now are there", async () => {
  const looks = "grep watch_timestamp /var/lib/metrics/pve_wan.prom";
  const seen = new Set<string>();
  const next = async (): Promise<boolean> => seen.add(await sh("node1", looks)).size >= 4;
  await lab.waitFor("three more looks", next, 60);
  for (const node of NODES) {
    // Corosync sends a message again now and then on a machine as busy as this one: the single thing that may be told here.
    expect((await told(node)).filter((line) => !NEAR_FAILURE.test(line))).toEqual([]);
    const lines = (await sh(node, "journalctl --quiet -o cat -u pve-wan-watch")).split("\n");
    expect(lines.filter((line) => line && !NEAR_FAILURE.test(line))).toEqual([]);
    expect(await sh(node, "grep ^pve_wan_quorate /var/lib/metrics/pve_wan.prom")).toBe(
      "pve_wan_quorate 1",
    );
  }
  // By hand the journal is not read on.
  expect(await sh("node1", "pve-wan watch")).toContain(
    "0 of what is watched is not as it should be",
  );
});

/** What is broken, on which node, what it tells, and what puts it right again. */
const BREAKS: [string, string, string, RegExp, string][] = [
  [
    "a service",
    "node3",
    "systemctl stop pveproxy",
    /pveproxy does not run/,
    "systemctl start pveproxy",
  ],
  [
    "a service that does not start at boot",
    "node2",
    "systemctl disable corosync",
    /corosync does not start at boot \(disabled\)/,
    "systemctl enable corosync",
  ],
  [
    "a tunnel",
    "node1",
    `wg set wg0 peer "$(cat /etc/wireguard/node2-pubkey)" remove`,
    /tunnel to node2: there was no handshake since wg0 came up/,
    "wg syncconf wg0 <(wg-quick strip wg0) && ping -c 1 -W 5 172.16.10.2",
  ],
  [
    "a clock",
    "node2",
    // The hosts share the machine's clock: only the look gets another one.
    "apt-get -qq install -y faketime >/dev/null 2>&1 && mkdir -p /run/systemd/system/pve-wan-watch.service.d && printf '[Service]\\nEnvironment=LD_PRELOAD=%s FAKETIME=+20s\\n' /usr/lib/*/faketime/libfaketime.so.1 >/run/systemd/system/pve-wan-watch.service.d/clock.conf && systemctl daemon-reload",
    /the clock here is \d+ s ahead of that of node3/,
    "rm -r /run/systemd/system/pve-wan-watch.service.d && systemctl daemon-reload",
  ],
  [
    "the file of the configuration",
    "node2",
    "sed 's/config_version: .*/config_version: 99/' /etc/pve/corosync.conf >/root/newer && mount --bind /root/newer /etc/pve/corosync.conf",
    /corosync runs version \d+ of its configuration, the file is version 99/,
    "umount /etc/pve/corosync.conf",
  ],
];

test.each(BREAKS)(
  "%s that breaks is told once, and its end once",
  async (_, node, command, said, repair) => {
    await sh(node, ": >/root/told");
    await sh(node, command);
    await lab.waitFor(
      "the alarm",
      async () => (await told(node)).some((line) => said.test(line)),
      45,
    );
    await sh(node, repair);
    const ended = async (): Promise<boolean> =>
      (await told(node)).some((line) => /: recovered after \d+ s: /.test(line) && said.test(line));
    await lab.waitFor("its end", ended, 45);
    const lines = (await told(node)).filter((line) => said.test(line));
    expect(lines).toEqual([
      expect.stringMatching(new RegExp(`^${node}: ALARM: .*; next: `)),
      expect.stringMatching(new RegExp(`^${node}: recovered after `)),
    ]);
    expect(await sh(node, "journalctl --quiet -o cat -p warning -u pve-wan-watch")).toMatch(said);
  },
);

test("a soak passes where all is well, and says how near it came to losing its token", async () => {
  expect((await cli("soak", "start", "--hours", "0.01")).code).toBe(0);
  const again = await cli("soak", "start", "--hours", "24");
  expect([again.code, again.stdout + again.stderr]).toEqual([
    1,
    expect.stringMatching(/node1: soak-start: failed: a soak is under way here/),
  ]);
  const { verdict, reasons, token, pairs } = await judgedSoak();
  expect({ verdict, reasons }).toEqual({ verdict: "pass", reasons: [] });
  expect(pairs.map(({ from, to }) => `${from} ${to}`)).toHaveLength(6);
  for (const { from, to, p50 } of pairs) {
    expect(p50! > 60).toBe([from, to].includes("node3"));
  }
  expect(token!.runtimeMilliseconds).toBe(10125);
  expect(token!.worstSilenceMilliseconds).toBeGreaterThan(50);
  expect(token!.worstSilenceMilliseconds).toBeLessThan(10125);
  // Nothing of it is left running, and nothing would begin again at a boot.
  const unit = "systemctl is-active pve-wan-soak; systemctl is-enabled pve-wan-soak";
  expect((await lab.console("node1", unit, { check: false })).stdout).toBe("inactive\ndisabled\n");
});

test("a soak that is ended before its time has no verdict, and one across a boot fails by it", async () => {
  expect((await cli("soak", "start")).code).toBe(0);
  expect((await cli("soak", "stop")).code).toBe(0);
  const { code, stdout } = await cli("soak", "report");
  expect([code, stdout]).toEqual([
    3,
    expect.stringMatching(
      /^NO VERDICT YET\n- node1: 0\.0\d of 24\.00 hours are over.*ended before/,
    ),
  ]);
  expect((await cli("soak", "start", "--hours", "0.02")).code).toBe(0);
  await lab.power(["node3"], "reboot");
  const { verdict, reasons } = await judgedSoak();
  expect(verdict).toBe("fail");
  expect(reasons).toContain("node3: it was booted again");
  expect(reasons.join("\n")).toMatch(/node1.*: the membership was formed anew/);
});

test("a member that is gone is told by the others, the lost quorum by itself, and what was told in vain again", async () => {
  for (const node of NODES) await sh(node, ": >/root/told");
  await sh("node1", "touch /root/mute");
  await sh("node3", "systemctl stop corosync");
  await lab.waitFor(
    "node2 to tell",
    async () =>
      (await told("node2")).some((line) => /node3 is no member of the cluster/.test(line)),
    60,
  );
  await lab.waitFor(
    "node3 to tell",
    async () => (await told("node3")).some((line) => /this node knows of no quorum/.test(line)),
    30,
  );
  expect((await told("node3")).join("\n")).toMatch(/ALARM: corosync does not run/);
  // It cannot see its links: that is no alarm of them, and no end of one.
  expect((await told("node3")).join("\n")).not.toMatch(
    /ALARM: (corosync's link|node\d is no member)/,
  );
  const unit = "systemctl show -p Result --value pve-wan-watch.service";
  await lab.waitFor(
    "a look that could not tell",
    async () => (await sh("node1", unit)) !== "success",
    30,
  );
  expect(await told("node1")).toEqual([]);
  expect(
    await sh("node1", "grep 'link_connected{peer=\"node3\"' /var/lib/metrics/pve_wan.prom"),
  ).toMatch(/ 0$/);
  await sh("node1", "rm /root/mute");
  await sh("node3", "systemctl start corosync");
  await lab.waitFor(
    "all to tell the end",
    async () =>
      /recovered.*node3 is no member/.test((await told("node1")).join("\n")) &&
      /recovered.*no quorum/.test((await told("node3")).join("\n")),
    90,
  );
  expect((await told("node1")).join("\n")).toMatch(/ALARM: node3 is no member/);
});

test("a full folder for values keeps no alarm from being told", async () => {
  await sh("node3", ": >/root/told");
  await sh("node3", "mount -t tmpfs -o size=4k tmpfs /var/lib/metrics");
  await sh("node3", "! head -c 8192 /dev/zero >/var/lib/metrics/others 2>/dev/null");
  await sh("node3", "systemctl stop pveproxy");
  const isTold = async (what: RegExp): Promise<boolean> =>
    (await told("node3")).some((line) => what.test(line));
  await lab.waitFor("the alarm", () => isTold(/ALARM: pveproxy does not run/), 45);
  expect(await sh("node3", "journalctl --quiet -o cat -u pve-wan-watch")).toMatch(
    /failed: the folder for metrics, \/var\/lib\/metrics, is not there or cannot be written/,
  );
  await sh("node3", "umount /var/lib/metrics && systemctl start pveproxy");
  await lab.waitFor("its end", () => isTold(/recovered after \d+ s: pveproxy/), 45);
  const result = "systemctl show -p Result --value pve-wan-watch.service";
  expect(await sh("node3", result)).toBe("success");
});

test("a unit is started that reads what has changed", async () => {
  const unit =
    "[Service]\\nType=oneshot\\nExecStart=/bin/sh -c 'cat /var/lib/pve-wan/watch/report >>/root/read'\\n";
  for (const node of NODES) {
    const file = "/etc/systemd/system/tell.service";
    await sh(node, `printf "${unit}" >${file} && systemctl daemon-reload`);
  }
  await deployment.deploy({ ALERT_UNIT: "tell.service" }).then(succeeded);
  await sh("node2", "systemctl stop pveproxy");
  const isRead = async (what: RegExp): Promise<boolean> =>
    what.test(await sh("node2", "cat /root/read 2>/dev/null || :"));
  await lab.waitFor("the alarm", () => isRead(/^node2: ALARM: pveproxy does not run/m), 45);
  await sh("node2", "systemctl start pveproxy");
  await lab.waitFor("its end", () => isRead(/^node2: recovered after \d+ s: pveproxy/m), 45);
});

test("latency measures every pair both ways, and recommends what fits the 65 ms between the sites", async () => {
  const { stdout } = await cli("latency", "--json");
  const [{ ways, corosync }] = Object.values<{ ways: Way[]; corosync: CorosyncProps }>(
    JSON.parse(stdout),
  );
  expect(ways).toHaveLength(12);
  for (const { from, to, via, p50, mtu } of ways) {
    const isFar = [from, to].includes("node3");
    expect([from, to, via, isFar ? p50! > 60 && p50! < 100 : p50! < 30]).toEqual([
      from,
      to,
      via,
      true,
    ]);
    expect(mtu).toBe(via === "overlay" ? 1420 : 1500);
  }
  expect(corosync.token).toBeGreaterThanOrEqual(10000);
});

test("without the prop nothing of it is left", async () => {
  await deployment.deploy({ UNWATCHED: "yes" }).then(succeeded);
  for (const node of NODES) {
    await sh(
      node,
      "! systemctl cat pve-wan-watch.timer && ! test -e /var/lib/metrics/pve_wan.prom",
    );
    expect(await sh(node, "ls -d /var/lib/pve-wan/watch 2>&1 | cat")).toContain("No such file");
    expect(await sh(node, "systemctl list-units --all --plain --no-legend 'pve-wan-watch*'")).toBe(
      "",
    );
  }
  expect((await deployment.deploy({ UNWATCHED: "yes" }).then(succeeded)).output).toContain(
    "No changes",
  );
});
