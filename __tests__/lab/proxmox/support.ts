import { Lab, Result } from "../../../lab";

/** A lab of this file's own, named after it. */
export function ownLab(name: string, pve: 8 | 9): () => Lab {
  let lab: Lab | undefined;
  beforeAll(async () => {
    lab = await Lab.up({ name, pve });
    const running = lab;
    await Promise.all(
      running.nodes.map((node) =>
        running.waitFor(
          `pveproxy of ${node} is up`,
          async () => (await say(running, node, "systemctl is-active pveproxy")).code === 0,
          60,
        ),
      ),
    );
  }, 600_000);
  afterAll(async () => {
    await lab?.down();
  }, 60_000);
  return () => {
    if (!lab) throw new Error("the lab did not come up");
    return lab;
  };
}

/** Runs a command on a host's console, whatever its exit status. */
export function say(lab: Lab, node: string, command: string, input?: string): Promise<Result> {
  return lab.console(node, command, { check: false, input, timeoutSeconds: 120 });
}

/** The standard output of a command that must succeed. */
export async function read(lab: Lab, node: string, command: string): Promise<string> {
  return (await lab.console(node, command, { timeoutSeconds: 60 })).stdout.trim();
}

export function fingerprint(lab: Lab, node: string): Promise<string> {
  return read(
    lab,
    node,
    "openssl x509 -noout -fingerprint -sha256 -in /etc/pve/local/pve-ssl.pem | cut -d= -f2",
  );
}

export function ticket(lab: Lab, node: string): Promise<string> {
  const script =
    'use PVE::AccessControl; print PVE::AccessControl::assemble_ticket("root\\@pam"),"\\n"';
  return read(lab, node, `perl -e '${script}'`);
}

export async function addCommand(lab: Lab, joiner: string, options = ""): Promise<string> {
  const print = await fingerprint(lab, "node1");
  const [contact, own] = [lab.address("node1"), lab.address(joiner)];
  return `pvecm add ${contact} --link0 ${own} --fingerprint ${print} ${options}`;
}

/** Joins by ticket and returns when pvecm has ended. */
export async function join(lab: Lab, joiner: string, options = ""): Promise<Result> {
  const secret = await ticket(lab, "node1");
  return say(lab, joiner, await addCommand(lab, joiner, options), `${secret}\n`);
}

/** Starts a join in a unit of its own, logging to /run/join.log. */
export async function startJoin(lab: Lab, joiner: string, options = ""): Promise<void> {
  const [secret, command] = [await ticket(lab, "node1"), await addCommand(lab, joiner, options)];
  await lab.console(
    joiner,
    `umask 077; systemctl reset-failed join 2>&1; cat > /run/join.in && systemd-run --quiet --unit=join -p Type=exec \
      -p StandardInput=file:/run/join.in -p StandardOutput=truncate:/run/join.log \
      -p StandardError=inherit ${command}; rm -f /run/join.in`,
    { input: `${secret}\n` },
  );
}

export async function waitForLog(lab: Lab, node: string, text: string, seconds: number) {
  await lab.waitFor(
    `/run/join.log of ${node} says "${text}"`,
    async () => (await say(lab, node, "cat /run/join.log")).stdout.includes(text),
    seconds,
  );
}

export async function waitForWritable(lab: Lab, node: string, seconds = 30): Promise<void> {
  await lab.waitFor(`/etc/pve of ${node} is writable`, () => writable(lab, node), seconds);
}

export async function writable(lab: Lab, node: string): Promise<boolean> {
  return /w/.test((await say(lab, node, "stat -c %A /etc/pve/local")).stdout);
}

export async function waitForNodes(lab: Lab, node: string, count: number): Promise<void> {
  await lab.waitFor(
    `${node} sees ${count} nodes`,
    async () => {
      const status = await say(lab, node, "corosync-quorumtool -s");
      return new RegExp(`^Nodes: +${count}$`, "m").test(status.stdout);
    },
    60,
  );
}

/** The documented clean-up of a joiner: its old database comes back. */
export async function cleanJoiner(lab: Lab, node: string): Promise<void> {
  await lab.console(
    node,
    `systemctl stop pve-cluster corosync; rm -f /etc/corosync/authkey /etc/corosync/corosync.conf /var/lib/corosync/*
     rm -f /var/lib/pve-cluster/config.db*
     zcat "$(ls /var/lib/pve-cluster/backup/* | tail -1)" | sqlite3 /var/lib/pve-cluster/config.db
     chmod 600 /var/lib/pve-cluster/config.db && systemctl reset-failed && systemctl start pve-cluster && systemctl restart pvedaemon pveproxy`,
    { timeoutSeconds: 90 },
  );
}
