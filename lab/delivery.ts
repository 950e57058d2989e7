import { randomBytes, randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { labCache, madeOnce } from "./cache";
import { run } from "./command";
import { LabState } from "./state";
import { address6Of, addressOf, DOMAIN, GATEWAY_ADDRESS, GATEWAY_ADDRESS6 } from "./topology";

const QUICK_KEY_KINDS = ["ecdsa", "ed25519"];
const HOST_KEY_KINDS = ["rsa", ...QUICK_KEY_KINDS];

/** Makes the runner's key and the password that root has on every host. */
export async function deliverRunner(state: LabState): Promise<void> {
  fs.mkdirSync(state.path("runner"), { recursive: true, mode: 0o700 });
  fs.writeFileSync(state.path("runner/root-password"), randomBytes(12).toString("base64url"), {
    mode: 0o600,
  });
  await makeKey("ed25519", "lab-runner", state.path("runner/id_ed25519"));
}

/** Hands over hosts as their provider does: an identity, an address, root's key, and host keys known in advance. */
export async function deliverHosts(
  state: LabState,
  nodes: readonly string[],
  lower: readonly string[],
): Promise<void> {
  const shadow = await shadowFile(state, lower);
  await Promise.all(nodes.map((node) => deliverHost(state, node, shadow)));
  const known = nodes.flatMap((node) =>
    HOST_KEY_KINDS.map((kind) => {
      const file = state.path("hosts", node, `upper/etc/ssh/ssh_host_${kind}_key.pub`);
      const [type, key] = fs.readFileSync(file, "utf8").split(" ");
      return [addressOf(node), address6Of(node)]
        .map((address) => `${address} ${type} ${key.trim()}\n`)
        .join("");
    }),
  );
  fs.writeFileSync(state.path("runner/known_hosts"), known.join(""));
}

async function deliverHost(state: LabState, node: string, shadow: string): Promise<void> {
  const disk = state.path("hosts", node);
  fs.rmSync(disk, { recursive: true, force: true });
  const upper = path.join(disk, "upper");
  fs.mkdirSync(path.join(disk, "work"), { recursive: true });
  for (const directory of ["etc/ssh", "etc/network", "root/.ssh"]) {
    fs.mkdirSync(path.join(upper, directory), { recursive: true, mode: 0o755 });
  }
  for (const directory of ["root", "root/.ssh"]) fs.chmodSync(path.join(upper, directory), 0o700);

  const files: [name: string, text: string, mode: number][] = [
    ["etc/hostname", `${node}\n`, 0o644],
    ["etc/hosts", hostsFile(node), 0o644],
    ["etc/machine-id", `${randomUUID().replace(/-/g, "")}\n`, 0o444],
    ["etc/network/interfaces", interfacesFile(node), 0o644],
    ["etc/shadow", shadow, 0o640],
    [
      "root/.ssh/authorized_keys",
      fs.readFileSync(state.path("runner/id_ed25519.pub"), "utf8"),
      0o600,
    ],
  ];
  for (const [name, text, mode] of files) {
    fs.writeFileSync(path.join(upper, name), text, { mode });
  }
  const keys = QUICK_KEY_KINDS.map((kind) =>
    makeKey(kind, `root@${node}`, path.join(upper, `etc/ssh/ssh_host_${kind}_key`)),
  );
  await Promise.all([...keys, copyRsaKey(node, path.join(upper, "etc/ssh"))]);
}

/** An RSA key takes seconds to find, so a node's is the same in every lab: no lab's network leads anywhere. */
async function copyRsaKey(node: string, into: string): Promise<void> {
  const directory = await madeOnce(labCache("rsa-host-keys", node), (temporary) =>
    makeKey("rsa", `root@${node}`, path.join(temporary, "ssh_host_rsa_key")),
  );
  for (const file of ["ssh_host_rsa_key", "ssh_host_rsa_key.pub"]) {
    fs.copyFileSync(path.join(directory, file), path.join(into, file));
  }
}

/** As Proxmox's installer writes it: it asks for one address, and takes the IPv4 one. */
export function hostsFile(node: string): string {
  return [
    "127.0.0.1 localhost.localdomain localhost",
    `${addressOf(node)} ${node}.${DOMAIN} ${node}`,
    "",
  ].join("\n");
}

export function interfacesFile(node: string): string {
  return [
    "auto lo",
    "iface lo inet loopback",
    "",
    "auto eth0",
    "iface eth0 inet static",
    `    address ${addressOf(node)}/32`,
    `    pointopoint ${GATEWAY_ADDRESS}`,
    `    gateway ${GATEWAY_ADDRESS}`,
    "",
    "iface eth0 inet6 static",
    `    address ${address6Of(node)}/128`,
    `    gateway ${GATEWAY_ADDRESS6}`,
    "    dad-attempts 0", // nobody else is on the link: a boot need not wait to find that out
    "",
  ].join("\n");
}

/** The image's own, with a password for root: only then does refusing password logins mean something. */
async function shadowFile(state: LabState, lower: readonly string[]): Promise<string> {
  const image = lower
    .map((tree) => path.join(tree, "etc/shadow"))
    .find((file) => fs.existsSync(file));
  if (!image) throw new Error(`the image has no /etc/shadow: ${lower.join(", ")}`);
  const crypt = 'chomp(my $password = <STDIN>); print crypt($password, "\\$6\\$" . shift)';
  const { stdout } = await run(["perl", "-e", crypt, randomBytes(12).toString("hex")], {
    input: fs.readFileSync(state.path("runner/root-password"), "utf8"),
  });
  return fs.readFileSync(image, "utf8").replace(/^root:[^:]*:/m, `root:${stdout}:`);
}

async function makeKey(kind: string, comment: string, file: string): Promise<void> {
  await run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", comment, "-f", file]);
}
