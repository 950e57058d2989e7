import { Lab } from "../../../lab";
import { rendered } from "../../../scripts/faults/firewall/base";
import { installHostTool, step, StepInput, stepComplains, stepSays } from "./host-tool";

let lab: Lab;

function ruleset(change: { source?: string; port?: number } = {}): string {
  return [
    "table inet pve_wan",
    "delete table inet pve_wan",
    "table inet pve_wan {",
    "  set seen { type ipv4_addr; flags dynamic, timeout; timeout 1m; }",
    "  chain input {",
    "    type filter hook input priority filter; policy drop;",
    '    iifname "lo" accept',
    "    ct state established,related accept",
    '    iifname "wg0" accept',
    `    iifname "eth0" ip saddr { ${change.source ?? lab.runnerAddress} } tcp dport { 22, ${change.port ?? 8006} } update @seen { ip saddr } accept`,
    "    counter drop",
    "  }",
    "}",
    "",
  ].join("\n");
}

const attemptIn = (said: string) => /^attempt ([0-9a-f]+)$/m.exec(said)![1];

async function tryRules(
  payload: string,
  confirmSeconds = 60,
): Promise<{ said: string; attempt: string }> {
  const given = { payload, settings: { confirmSeconds }, overSsh: true };
  const said = await stepSays(lab, "node1", "firewall", given);
  return { said, attempt: attemptIn(said) };
}

const confirm = (attempt: string) =>
  stepSays(lab, "node1", "firewall-confirm", { settings: { attempt }, overSsh: true });

const inForce = async () =>
  (await lab.console("node1", "nft list table inet pve_wan", { check: false })).stdout;

const tables = async () =>
  (await lab.console("node1", "nft list tables")).stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => line.replace("table ", ""))
    .sort();

/** With no way in but the console. */
const hasBooted = async () =>
  (await lab.console("node1", "systemctl is-system-running", { check: false })).stdout ===
  "running\n";

const reachable = async () =>
  (await lab.ssh("node1", "true", { check: false, timeoutSeconds: 3 })).code === 0;

const rolledBack = (attempt: string) =>
  lab.waitFor(
    "the rollback",
    async () =>
      (await lab.console("node1", `cat /run/pve-wan/firewall/${attempt}/state`)).stdout.startsWith(
        "rolled-back",
      ),
    20,
  );

beforeAll(async () => {
  lab = await Lab.up({ name: "host-firewall", nodes: 1 });
  await lab.reset();
  await installHostTool(lab, "node1");
  await stepSays(lab, "node1", "packages", { settings: { packages: "nftables" } });
  await lab.console("node1", "nft add table inet proxmox-firewall; nft add table ip users");
}, 300_000);

afterAll(() => lab?.down(), 60_000);

test("what nft does not accept changes nothing", async () => {
  const complaint = await stepComplains(lab, "node1", "firewall", {
    payload: "table inet pve_wan { chain x { tcp dport banana accept } }\n",
  });
  expect(complaint).toContain("nft does not accept the firewall, nothing was changed");
  expect(complaint).toContain("banana");
  expect(await inForce()).toBe("");
});

test("a first firewall that locks the runner out is gone again by itself", async () => {
  const { attempt } = await tryRules(ruleset({ source: "198.51.100.7" }), 4);
  expect(await reachable()).toBe(false);
  await lab.waitFor("the runner to be let in again", reachable, 20);
  expect(await inForce()).toBe("");
  const complaint = await stepComplains(lab, "node1", "firewall-confirm", {
    settings: { attempt },
  });
  expect(complaint).toContain("not confirmed in time and was rolled back");
}, 40_000);

test("a confirmed firewall is loaded at boot, and a second run changes nothing", async () => {
  const first = await tryRules(ruleset());
  expect(first.said).toContain("firewall: changed: ");
  expect((await lab.console("node1", "ls /etc/pve-wan", { check: false })).stdout).toBe("");
  expect(await confirm(first.attempt)).toContain("confirmed and loaded at boot");
  expect(
    (
      await lab.console(
        "node1",
        "systemctl is-enabled pve-wan-firewall; systemctl is-active pve-wan-firewall; systemctl list-timers --no-legend 'pve-wan-*'",
      )
    ).stdout,
  ).toBe("enabled\nactive\n");
  expect(await reachable()).toBe(true); // fills the dynamic set
  const second = await tryRules(ruleset());
  expect(second.said).toContain("firewall: unchanged: ");
  expect(await confirm(second.attempt)).toContain("firewall-confirm: unchanged: ");
}, 40_000);

test("a lock-out brings the confirmed rules back, with the runner's old connections still open", async () => {
  const before = await inForce();
  await tryRules(ruleset({ source: "198.51.100.7" }), 4);
  await lab.waitFor("the runner to be let in again", reachable, 20);
  const stateless = (rules: string) =>
    rules.replace(/elements = \{[^}]*\}|packets \d+ bytes \d+/g, "").replace(/\s+/g, " ");
  expect(stateless(await inForce())).toBe(stateless(before));
  expect(await tables()).toEqual(["inet proxmox-firewall", "inet pve_wan", "ip users"]);
}, 40_000);

test("an attempt of a killed deployment cannot remove what a later one confirmed", async () => {
  const killed = await tryRules(ruleset({ port: 8007 }));
  const later = await tryRules(ruleset({ port: 8008 }));
  await confirm(later.attempt);
  const rollback = await lab.console(
    "node1",
    `bash /run/pve-wan/firewall/${killed.attempt}/rollback`,
  );
  expect(rollback.stdout).toContain(`replaced by ${later.attempt}, nothing to roll back`);
  expect(await inForce()).toContain("8008");
  const complaint = await stepComplains(lab, "node1", "firewall-confirm", {
    settings: { attempt: killed.attempt },
  });
  expect(complaint).toContain(`replaced by ${later.attempt}`);
}, 40_000);

test("an attempt after an unconfirmed one rolls back to what was confirmed", async () => {
  await tryRules(ruleset({ port: 8009 }));
  const { attempt } = await tryRules(ruleset({ port: 8010 }), 1);
  await rolledBack(attempt);
  expect(await inForce()).toContain("8008");
}, 40_000);

test("rules that somebody flushed are put in force again although the file is right", async () => {
  await lab.console("node1", "nft delete table inet pve_wan");
  const again = await tryRules(ruleset({ port: 8008 }));
  expect(again.said).toContain("firewall: changed: ");
  await confirm(again.attempt);
  expect(await inForce()).toContain("8008");
}, 40_000);

test("a ruleset that flushes everything brings everything back when it is not confirmed", async () => {
  const { attempt } = await tryRules(`flush ruleset\n${ruleset({ port: 8012 })}`, 1);
  await rolledBack(attempt);
  expect(await inForce()).toContain("8008");
  expect(await tables()).toEqual(["inet proxmox-firewall", "inet pve_wan", "ip users"]);
}, 40_000);

test("Debian's nftables.service may be started, restarted and reloaded", async () => {
  expect(
    (await lab.console("node1", "systemctl is-active nftables", { check: false })).stdout,
  ).toBe("inactive\n");
  for (const action of ["start", "restart", "reload", "stop", "start"]) {
    await lab.console("node1", `systemctl ${action} nftables`);
    if (action === "stop") continue;
    await lab.waitFor(
      `the rules after ${action}`,
      async () => (await inForce()).includes("8008"),
      10,
    );
  }
  await lab.console("node1", "nft add table inet proxmox-firewall; nft add table ip users");
}, 40_000);

test("a power cut before the confirmation comes back with the confirmed rules", async () => {
  const { attempt } = await tryRules(ruleset({ port: 8011 }));
  expect(await inForce()).toContain("8011");
  await lab.power("node1", "cut");
  await lab.power("node1", "on");
  await lab.waitForSsh();
  expect(await inForce()).toContain("8008");
  const order = (
    await lab.console(
      "node1",
      "systemctl show -p ActiveEnterTimestampMonotonic --value pve-wan-firewall network-pre.target",
    )
  ).stdout;
  const [firewall, network] = order.split(/\s+/).map(Number);
  expect(firewall).toBeGreaterThan(0);
  if (network > 0) expect(firewall).toBeLessThanOrEqual(network);
  const late = await step(lab, "node1", "firewall-confirm", { settings: { attempt } });
  expect(late.stderr).toContain("was restarted since");
  expect((await lab.console("node1", "systemctl --failed --no-legend")).stdout).toBe("");
}, 60_000);

test("a boot without wg0 and without the public bridge loads every rule, beside a user's own tables", async () => {
  // What the library makes for a node whose public address is on a bridge; neither exists here, now or later.
  const bridged = rendered({ node: { publicInterface: "vmbr0" } });
  // On the console: with this one the runner is not let in.
  const console = (name: string, given: StepInput) => stepSays(lab, "node1", name, given);
  const said = await console("firewall", { payload: bridged, settings: { confirmSeconds: 60 } });
  await console("firewall-confirm", { settings: { attempt: attemptIn(said) } });
  const rules = async () =>
    (await lab.console("node1", "nft --stateless list table inet pve_wan")).stdout;
  const before = await rules();
  await lab.console(
    "node1",
    `printf '%s\\n' '#!/usr/sbin/nft -f' 'flush ruleset' 'table ip users { }' >/etc/nftables.conf
     systemctl --quiet enable nftables.service`,
  );
  await lab.power("node1", "cut");
  await lab.power("node1", "on");
  await lab.waitFor("the node to have booted", hasBooted, 60);
  const links = (await lab.console("node1", "ls /sys/class/net")).stdout;
  expect(links).not.toMatch(/wg0|vmbr0/);
  expect(await rules()).toBe(before);
  expect(await tables()).toEqual(["inet pve_wan", "ip users"]);
  expect(await reachable()).toBe(false);
  expect((await lab.console("node1", "systemctl --failed --no-legend")).stdout).toBe("");
}, 90_000);

test("stopping its unit removes our table alone", async () => {
  await lab.console("node1", "systemctl stop pve-wan-firewall");
  expect(await tables()).toEqual(["ip users"]);
}, 20_000);
