import { Lab } from "../../../lab";
import { installHostTool, stepComplains, stepSays } from "./host-tool";

const BLOCK = "172.16.10.1 node1.@domain@ node1\n172.16.10.2 node2.@domain@ node2\n";
const DROP_IN = "[Unit]\nAfter=wg-quick@wg0.service\nWants=wg-quick@wg0.service\n";

let lab: Lab;
const run = async (command: string) => (await lab.console("node1", command)).stdout;
const names = { settings: { overlayAddress: "172.16.10.1" }, payload: BLOCK };

beforeAll(async () => {
  lab = await Lab.up({ name: "host-names", nodes: 1 });
  await lab.reset();
  await installHostTool(lab, "node1");
}, 300_000);

afterAll(() => lab?.down(), 60_000);

test("names mean the overlay, and what the installer wrote is kept as a comment", async () => {
  await run("echo '2001:db8::1 node1 ip6-node1' >>/etc/hosts");
  expect(await stepSays(lab, "node1", "hosts", names)).toContain("hosts: changed: ");
  const hosts = await run("cat /etc/hosts");
  expect(hosts).toContain(
    "172.16.10.1 node1.example.com node1\n172.16.10.2 node2.example.com node2\n",
  );
  expect(hosts).toContain("# pve-wan: was 203.0.113.11 node1.example.com node1\n");
  expect(hosts).toContain("2001:db8::1 ip6-node1\n");
  expect(hosts).toContain("127.0.0.1 localhost.localdomain localhost\n");
  for (const name of ["node1", "node1.example.com", "node2.example.com"]) {
    expect(await run(`getent ahosts ${name} | cut -d' ' -f1 | sort -u`)).toBe(
      `172.16.10.${name[4]}\n`,
    );
  }
  expect(await stepSays(lab, "node1", "hosts", names)).toContain("hosts: unchanged: ");
  expect(await run("cat /etc/hosts")).toBe(hosts);
}, 30_000);

test("a resolver that does not ask the file first is named", async () => {
  await run("cp /etc/nsswitch.conf /root/; sed -i 's/^hosts:.*/hosts: dns/' /etc/nsswitch.conf");
  const complaint = await stepComplains(lab, "node1", "hosts", names);
  await run("mv /root/nsswitch.conf /etc/");
  expect(complaint).toContain("node1.example.com resolves to nothing instead of 172.16.10.1");
}, 60_000);

test("cloud-init is kept from rewriting the names at boot", async () => {
  await run(
    "mkdir -p /etc/cloud/cloud.cfg.d /var/lib/cloud/instance; install -m 755 /bin/true /usr/local/bin/cloud-init; echo 'manage_etc_hosts: true' >/etc/cloud/cloud.cfg",
  );
  expect(await stepSays(lab, "node1", "hosts", names)).toContain("cloud-init no longer rewrites");
  expect(await stepSays(lab, "node1", "hosts", names)).toContain("hosts: unchanged: ");
  await run("echo 'manage_etc_hosts: localhost' >/var/lib/cloud/instance/cloud-config.txt");
  expect(await stepComplains(lab, "node1", "hosts", names)).toContain(
    'user-data says "manage_etc_hosts: localhost"',
  );
  await run("rm -r /etc/cloud /var/lib/cloud /usr/local/bin/cloud-init");
}, 30_000);

test("corosync is ordered after the tunnels", async () => {
  const given = { payload: DROP_IN };
  expect(await stepSays(lab, "node1", "boot-order", given)).toContain("boot-order: changed: ");
  expect(await run("systemctl show -p After -p Wants corosync")).toMatch(
    /^Wants=.*wg-quick@wg0.service.*\nAfter=.*wg-quick@wg0.service/,
  );
  expect(await run("cat /etc/modules-load.d/nf_conntrack.conf")).toBe("nf_conntrack\n");
  expect(await stepSays(lab, "node1", "boot-order", given)).toContain("boot-order: unchanged: ");
}, 30_000);

test("without an Include the policy cannot be pinned, and nothing is left of the attempt", async () => {
  await run("cp /etc/ssh/sshd_config /root/; sed -i '/^Include/d' /etc/ssh/sshd_config");
  const complaint = await stepComplains(lab, "node1", "ssh-policy");
  await run("mv /root/sshd_config /etc/ssh/");
  expect(complaint).toContain("cannot be pinned");
  expect(complaint).toContain("Include /etc/ssh/sshd_config.d/*.conf");
  expect(await run("find /etc/ssh/sshd_config.d -name '*pve-wan*'")).toBe("");
}, 30_000);

test("sshd that reads no authorized_keys2 is an error while keys are only in authorized_keys", async () => {
  await run("echo 'AuthorizedKeysFile .ssh/authorized_keys' >/etc/ssh/sshd_config.d/keys.conf");
  expect(await stepComplains(lab, "node1", "ssh-policy")).toContain(
    "sshd reads no /root/.ssh/authorized_keys2",
  );
  await run("rm /etc/ssh/sshd_config.d/keys.conf");
}, 30_000);

test("what pvecm does to sshd changes neither the policy nor who can log in", async () => {
  await run("mkdir -p /root/.ssh; printf 'ssh-ed25519 OLD by hand' >/root/.ssh/authorized_keys2");
  expect(await stepSays(lab, "node1", "ssh-policy")).toContain(
    "copied root's keys to /root/.ssh/authorized_keys2",
  );
  const pinned = await run("sshd -T | grep permitrootlogin");
  expect(pinned).toMatch(/without-password|prohibit-password/);
  await run(
    "sed -i 's/^#\\?PermitRootLogin.*/PermitRootLogin yes/' /etc/ssh/sshd_config && systemctl reload ssh",
  );
  await run("rm /root/.ssh/authorized_keys && ln -s /nowhere /root/.ssh/authorized_keys");
  expect(await run("sshd -T | grep permitrootlogin")).toBe(pinned);
  await lab.ssh("node1", "true");
  expect(await stepSays(lab, "node1", "ssh-policy")).toContain("ssh-policy: unchanged: ");
  expect(await run("head -n 1 /root/.ssh/authorized_keys2")).toBe("ssh-ed25519 OLD by hand\n");
}, 30_000);

test("a pin that was taken away or edited is put back", async () => {
  const pin = "/etc/ssh/sshd_config.d/00-pve-wan.conf";
  const pinned = await run(`cat ${pin}`);
  for (const drift of [`rm ${pin}`, `echo PermitRootLogin yes >${pin}`]) {
    await run(`${drift}; systemctl reload ssh`);
    expect(await stepSays(lab, "node1", "ssh-policy")).toContain("pinned PermitRootLogin");
    expect(await run(`cat ${pin}`)).toBe(pinned);
  }
}, 30_000);

test("PermitRootLogin yes stays yes and is said", async () => {
  await run("rm /etc/ssh/sshd_config.d/00-pve-wan.conf /var/lib/pve-wan/permit-root-login");
  expect(await stepSays(lab, "node1", "ssh-policy")).toContain(
    "PermitRootLogin is yes here, with passwords",
  );
  expect(await run("ls /etc/ssh/sshd_config.d")).toBe("");
}, 30_000);

test("a member that announces another address takes the overlay's", async () => {
  await run("printf '127.0.0.1 localhost\\n203.0.113.11 node1.example.com node1\\n' >/etc/hosts");
  await run("pvecm create names --link0 203.0.113.11");
  const announced = async () =>
    (await lab.console("node1", "cat /etc/pve/.members", { check: false })).stdout;
  await lab.waitFor("a member", async () => (await announced()).includes('"203.0.113.11"'), 60);
  await run("ip address add 172.16.10.1/32 dev lo");
  expect(await stepSays(lab, "node1", "hosts", names)).toContain("restarted pve-cluster");
  expect(await announced()).toContain('"172.16.10.1"');
  expect(await stepSays(lab, "node1", "hosts", names)).toContain("hosts: unchanged: ");
}, 120_000);

test("services that somebody stopped or disabled on a whole member are restored, on another node they are left alone", async () => {
  // pve-cluster brings corosync along.
  await run("systemctl stop corosync pvedaemon pve-cluster; systemctl disable corosync pveproxy");
  expect(await stepSays(lab, "node1", "hosts", names)).toContain("pve-cluster does not run here");
  expect(await run("systemctl is-active corosync | cat")).toBe("inactive\n");
  // What "verify" leaves on a node when a deploy has got that far.
  await run("touch /var/lib/pve-wan/expected");
  const said = await stepSays(lab, "node1", "hosts", names);
  expect(said.match(/changed: .*/g)).toEqual([
    "changed: enabled corosync.service",
    "changed: enabled pveproxy.service",
    "changed: started pve-cluster, which did not run",
    "changed: started pvedaemon, which did not run",
  ]);
  await run("systemctl is-active corosync pvedaemon pve-cluster");
  await run("systemctl is-enabled corosync pveproxy");
  expect(await stepSays(lab, "node1", "hosts", names)).toContain("hosts: unchanged: ");
}, 120_000);
