import { Lab } from "../../../lab";
import { Deployment, succeeded } from "../support/deployment";
import { expectHealthyCluster } from "../support/facts";
import { whileAnotherDeployRuns } from "../support/other-deploy";

// On PVE 8: everything that can be wrong with bare hosts is reported before the first change; mended, they become the cluster of
// another team's stack.
const THREE = ["node1", "node2", "node3"];
let lab: Lab;

beforeAll(async () => {
  lab = await Lab.up({ name: "preflight", pve: 8, nodes: 3 });
  await servicesAreUp();
});

afterAll(async () => {
  await lab?.down();
});

const sh = async (node: string, command: string): Promise<string> =>
  (await lab.console(node, command)).stdout;

const servicesAreUp = (): Promise<void> =>
  lab.waitFor(
    "Proxmox's services on all nodes",
    async () =>
      (
        await Promise.all(THREE.map((node) => sh(node, "systemctl is-active pveproxy | cat")))
      ).every((state) => state === "active\n"),
    60,
  );

/** Names and hashes of everything a deploy could touch, except what a running host writes by itself. */
const fingerprint = (node: string): Promise<string> =>
  sh(
    node,
    "find /etc /root /usr /opt /var/lib/pve-cluster -xdev -type f -exec sha256sum {} + | sort",
  );

async function failedDeploy(app?: string): Promise<string> {
  const deployment = new Deployment(lab, app);
  const before = await Promise.all(THREE.map(fingerprint));
  const { code, output } = await deployment.deploy();
  const after = await Promise.all(THREE.map(fingerprint));
  deployment.forget();
  expect(code).not.toBe(0);
  expect(after).toEqual(before);
  return output;
}

/** The lines of the report that speak of one node. */
const linesOf = (output: string, node: string): string =>
  output
    .split("\n")
    .filter((line) => line.includes(`${node}:`))
    .join("\n");

test("what is wrong with addresses, names and leftovers, and that somebody else deploys, is reported together, and nothing was changed", async () => {
  await sh("node2", "echo 'name: guest' > /etc/pve/qemu-server/100.conf");
  await sh(
    "node3",
    "install -d /etc/corosync; echo leftover > /etc/corosync/authkey; hostname wrongname",
  );
  await sh("node1", "chmod -x /usr/bin/wireguard-go");
  await sh(
    "node1",
    "ip link add eno2 type veth peer name eno2-peer; ip address add 10.0.0.1/24 dev eno2",
  );
  await lab.console("node2", "install -d /etc/wireguard; cat >/etc/wireguard/wg0.conf", {
    input: "[Interface]\nAddress = 10.9.8.7/24\nPostUp = touch /root/was-up\n",
  });
  const output = await whileAnotherDeployRuns(lab, () =>
    failedDeploy("__tests__/lab/apps/untrusted-runner.ts"),
  );
  expect(linesOf(output, "node1")).toMatch(
    /another deploy works on this cluster: \S+@\S+ since \d{4}-/,
  );
  expect(linesOf(output, "node1")).toMatch(/203\.0\.113\.100/);
  expect(linesOf(output, "node1")).toMatch(/wireguard/i);
  expect(linesOf(output, "node1")).toMatch(
    /eno2 \(10\.0\.0\.1\/24\) is neither .*; next: add "eno2" to firewall\.trustedInterfaces/,
  );
  expect(linesOf(output, "node2")).toMatch(/enp9s0/);
  expect(linesOf(output, "node2")).toMatch(/guest/);
  expect(linesOf(output, "node2")).toMatch(
    /hand-made .*wg0\.conf says .*: Address = 10\.9\.8\.7\/24; PostUp; next: /,
  );
  expect(linesOf(output, "node3")).toMatch(/authkey/);
  expect(linesOf(output, "node3")).toMatch(/wrongname/);
  await sh("node2", "rm /etc/pve/qemu-server/100.conf /etc/wireguard/wg0.conf");
  await sh("node3", "rm /etc/corosync/authkey; hostname node3");
  await sh("node1", "chmod +x /usr/bin/wireguard-go; ip link del eno2");
});

test("an unreachable node, a wrong host key and a wrong clock are reported together, in our words", async () => {
  await lab.power("node1", "off");
  await sh(
    "node2",
    "cp -a /etc/ssh /root/ssh-before; rm /etc/ssh/ssh_host_*; ssh-keygen -A; systemctl restart ssh",
  );
  // For every process of a login, but not for sshd itself, whose sandbox does not bear it.
  await sh(
    "node3",
    `apt-get -qq update 2>/dev/null; apt-get -qq install faketime >/dev/null
     cp /etc/environment /root/environment-before
     printf 'LD_PRELOAD=%s\\nFAKETIME=+600\\n' "$(dpkg -L libfaketime | grep 'libfaketime.so.1$')" >> /etc/environment`,
  );
  const deployment = new Deployment(lab);
  const { code, output } = await deployment.deploy();
  deployment.forget();
  expect(code).not.toBe(0);
  expect(linesOf(output, "node1")).toMatch(/not answer|unreachable|no answer/);
  expect(linesOf(output, "node2")).toMatch(/host key/);
  expect(linesOf(output, "node3")).toMatch(/clock/);
  expect(output).not.toMatch(/^.*timeout$/m);
  await sh("node3", "mv /root/environment-before /etc/environment");
  await sh("node2", "rm -r /etc/ssh; mv /root/ssh-before /etc/ssh; systemctl restart ssh");
  await lab.power("node1", "on");
  await lab.waitForSsh();
  await servicesAreUp();
});

test("another stack's addresses arrive as tokens, and nothing is done before its servers exist", async () => {
  const deployment = new Deployment(lab, "examples/existing-servers.ts");
  await deployment.deploy().then(succeeded);
  deployment.forget();
  await expectHealthyCluster(lab, 8, THREE);
});
