import { Lab } from "../../../../lab";
import { fingerprint, join, read, say, waitForWritable } from "../support";

/** pvecm add of node2, watched from both sides. */
export function joining(lab: () => Lab): void {
  test("a join by ticket says this; the lone member is read-only until the joiner is there", async () => {
    await lab().console(
      "node2",
      "passwd -l root; echo ssh-ed25519 AAAAonly-here joiner >> /etc/pve/priv/authorized_keys",
    );
    const before = await fingerprint(lab(), "node2");
    const watch = say(
      lab(),
      "node1",
      "for i in $(seq 600); do corosync-quorumtool -s > /run/watched; grep -q blocked /run/watched && break; sleep 0.1; done;" +
        " sleep 1.1; stat -c %A /etc/pve/local >> /run/watched; cat /run/watched",
    );
    const joined = await join(lab(), "node2");
    expect(joined.code).toBe(0);
    expect(joined.stderr).toBe("");
    const [quorum] = joined.stdout.match(/^waiting for quorum\.\.\.OK\n/m) ?? [""];
    expect(quorum).not.toBe("");
    expect(joined.stdout.replace(/config-\d+\.sql/, "config-EPOCH.sql")).toBe(
      "Establishing API connection with host '203.0.113.11'\n" +
        "Login succeeded.\n" +
        "check cluster join API version\n" +
        "Request addition of this node\n" +
        "Join request OK, finishing setup locally\n" +
        "stopping pve-cluster service\n" +
        "backup old database to '/var/lib/pve-cluster/backup/config-EPOCH.sql.gz'\n" +
        "waiting for quorum...OK\n" +
        "(re)generate node files\n" +
        "generate new node certificate\n" +
        "merge authorized SSH keys\n" +
        "generated new node certificate, restart pveproxy and pvedaemon services\n" +
        "successfully added node 'node2' to cluster.\n",
    );
    const alone = (await watch).stdout;
    expect(alone).toMatch(/^Expected votes: +2$/m);
    expect(alone).toMatch(/^Quorum: +2 Activity blocked$/m);
    expect(alone).toMatch(/^lr-xr-xr-x$/m);
    expect(await fingerprint(lab(), "node2")).not.toBe(before);
  });

  test("the joiner has the cluster's files, and not its own keys any more", async () => {
    const facts = await say(
      lab(),
      "node2",
      "stat -c %a /etc/corosync/authkey; readlink /root/.ssh/authorized_keys; test -L /etc/ssh/ssh_known_hosts || echo no link;" +
        " ls /etc/pve/nodes/node2/ssh_known_hosts; grep -c only-here /root/.ssh/authorized_keys",
    );
    expect(facts.stdout.trim().split("\n")).toEqual([
      "644",
      "/etc/pve/priv/authorized_keys",
      "no link",
      "/etc/pve/nodes/node2/ssh_known_hosts",
      "0",
    ]);
    expect(await read(lab(), "node1", "readlink /etc/ssh/ssh_known_hosts")).toBe(
      "/etc/pve/priv/known_hosts",
    );
    const verify =
      "openssl verify -CAfile /etc/pve/pve-root-ca.pem /etc/pve/nodes/node2/pve-ssl.pem";
    expect(await read(lab(), "node1", verify)).toMatch(/: OK$/);
    expect(await read(lab(), "node2", "tail -1 /var/log/pve/tasks/index")).toMatch(
      /^UPID:node2:.*:clusterjoin::root@pam: [0-9A-F]{8} OK$/,
    );
  });

  test(".members tells ids and addresses, and both sides hold the same content", async () => {
    const members = JSON.parse(await read(lab(), "node2", "cat /etc/pve/.members"));
    expect(members).toMatchObject({
      nodename: "node2",
      cluster: { name: "wan-cluster", version: 2, nodes: 2, quorate: 1 },
      nodelist: {
        node1: { id: 1, online: 1, ip: "203.0.113.11" },
        node2: { id: 2, online: 1, ip: "203.0.113.12" },
      },
    });
    await lab().console("node2", "echo shared > /etc/pve/priv/test");
    await lab().waitFor(
      "node1 has the file",
      async () => {
        return (await say(lab(), "node1", "cat /etc/pve/priv/test")).stdout === "shared\n";
      },
      5,
    );
    const sum =
      "cd /etc/pve && find . -path ./.members -prune -o -path './.v*' -prune -o -path ./local -prune -o -type f -print0 | sort -z | xargs -0 sha1sum | sha1sum";
    expect(await read(lab(), "node1", sum)).toBe(await read(lab(), "node2", sum));
  });

  test("after the reload of its daemons the joiner shows old and new certificate in turn; a restart ends it", async () => {
    await waitForWritable(lab(), "node2");
    const served =
      "for i in $(seq 12); do openssl s_client -connect 127.0.0.1:8006 </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256; done | sort | uniq | wc -l";
    // In one go: the seconds in which both are shown go by on a busy machine, too.
    const reload = "pvecm updatecerts --force >/dev/null 2>&1 && systemctl reload pveproxy";
    expect(await read(lab(), "node2", `${reload} && ${served}`)).toBe("2");
    await lab().console("node2", "pvecm updatecerts --force && systemctl restart pveproxy", {
      timeoutSeconds: 60,
    });
    expect(await read(lab(), "node2", served)).toBe("1");
  });

  test("a certificate of the administrator's own wins", async () => {
    const own = "/etc/pve/nodes/node2/pveproxy-ssl";
    await lab().console(
      "node2",
      `openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=own -days 2 -keyout ${own}.key -out ${own}.pem 2>&1 && systemctl restart pveproxy`,
      { timeoutSeconds: 60 },
    );
    const subject =
      "openssl s_client -connect 127.0.0.1:8006 </dev/null 2>/dev/null | openssl x509 -noout -subject";
    expect(await read(lab(), "node2", subject)).toMatch(/CN ?= ?own/);
    await lab().console("node2", `rm ${own}.*; systemctl restart pveproxy`, { timeoutSeconds: 60 });
  });
}
