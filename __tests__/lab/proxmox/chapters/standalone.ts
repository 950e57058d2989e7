import { Lab } from "../../../../lab";
import { addCommand, read, say } from "../support";

const STRANGER = "AA:".repeat(31) + "AA";

async function request(lab: Lab, text: string): Promise<string> {
  const command = "openssl s_client -quiet -connect 127.0.0.1:8006 2>/dev/null";
  return (await say(lab, "node1", command, text)).stdout;
}

function get(lab: Lab, path: string, ticket: string): Promise<string> {
  const cookie = ticket && `Cookie: PVEAuthCookie=${encodeURIComponent(ticket)}\r\n`;
  return request(
    lab,
    `GET /api2/json${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${cookie}\r\n`,
  );
}

/** What a node says that is in no cluster, and the calls that fail before or after the task has begun. */
export function standalone(lab: () => Lab): void {
  test("a lone .members has four lines", async () => {
    expect(await read(lab(), "node1", "cat /etc/pve/.members")).toBe(
      '{\n"nodename": "node1",\n"version": 0\n}',
    );
  });

  test("status and nodes exit 2, corosync-cfgtool 1", async () => {
    const status = await say(lab(), "node1", "pvecm status");
    expect(status.code).toBe(2);
    expect(status.stderr).toBe(
      "Error: Corosync config '/etc/pve/corosync.conf' does not exist - is this node part of a cluster?\n",
    );
    expect((await say(lab(), "node1", "pvecm nodes")).code).toBe(2);
    expect((await say(lab(), "node1", "corosync-cfgtool -s")).code).toBe(1);
  });

  test("root's authorized_keys is a link already, and still lets the runner in", async () => {
    expect(await read(lab(), "node1", "readlink /root/.ssh/authorized_keys")).toBe(
      "/etc/pve/priv/authorized_keys",
    );
    expect((await lab().ssh("node1", "hostname")).stdout).toBe("node1\n");
  });

  test("private files are private, and nobody sets modes", async () => {
    expect(
      await read(lab(), "node1", "stat -c '%A %U %G' /etc/pve/priv /etc/pve/pve-root-ca.pem"),
    ).toBe("drwx------ root www-data\n-rw-r----- root www-data");
    const chmod = await say(lab(), "node1", "chmod 777 /etc/pve/pve-root-ca.pem");
    expect(chmod.stderr).toContain("Operation not permitted");
  });

  test("the certificate names all of the node, signed by the cluster's CA", async () => {
    const names = await read(
      lab(),
      "node1",
      "openssl x509 -noout -ext subjectAltName -in /etc/pve/local/pve-ssl.pem",
    );
    for (const name of ["127.0.0.1", "0:0:0:0:0:0:0:1", "localhost", "203.0.113.11", "node1"]) {
      expect(names).toContain(`:${name}`);
    }
    const verified = "openssl verify -CAfile /etc/pve/pve-root-ca.pem /etc/pve/local/pve-ssl.pem";
    expect(await read(lab(), "node1", verified)).toMatch(/: OK$/);
  });

  test("parameter errors are honest", async () => {
    const long = await say(lab(), "node1", "pvecm create a-name-that-is-too-long");
    expect(long.code).toBe(lab().pve === 8 ? 255 : 2);
    expect(long.stderr).toContain("400 Parameter verification failed.");
    const bad = await say(lab(), "node2", "pvecm add 203.0.113.11 --fingerprint AA:BB");
    expect(bad.code).toBe(255);
    expect(bad.stderr).toContain("fingerprint: value does not match the regex pattern");
    const inside = await say(lab(), "node2", "cd /etc/pve && pvecm add 203.0.113.11");
    expect(inside.code).toBe(255);
    expect(inside.stderr).toBe(
      "Navigate out of /etc/pve before running 'pvecm add', for example by running 'cd'.\n",
    );
  });

  test("a ticket has 367 characters and opens the API; a stranger's does not", async () => {
    const made =
      "perl -e 'use PVE::AccessControl; print PVE::AccessControl::assemble_ticket(\"root\\@pam\")'";
    expect(await read(lab(), "node1", `${made} | wc -c`)).toBe("367");
    const good = await read(lab(), "node1", made);
    const forged = good.replace(/::(.)/, (_, first) => `::${first === "A" ? "B" : "A"}`);
    expect(await get(lab(), "/version", good)).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(await get(lab(), "/version", forged)).toMatch(
      /^HTTP\/1\.1 401 permission denied - invalid PVE ticket/,
    );
    expect(await get(lab(), "/version", "")).toMatch(/^HTTP\/1\.1 401 No ticket/);
  });

  test("end of input, a wrong fingerprint, a refused answer, a closed port: told, and exit 0", async () => {
    const add = "pvecm add 203.0.113.11 --link0 203.0.113.12";
    const empty = await say(lab(), "node2", add);
    expect([empty.code, empty.stderr]).toEqual([0, "EOF while reading password\n"]);
    const wrong = await say(lab(), "node2", `${add} --fingerprint ${STRANGER}`, "x\n");
    expect(wrong.code).toBe(0);
    expect(wrong.stderr).toMatch(
      /^fingerprint '([0-9A-F]{2}:){31}[0-9A-F]{2}' not verified, abort!\n$/,
    );
    const asked = await say(lab(), "node2", add, "secret\nno\n");
    expect(asked.code).toBe(0);
    expect(asked.stdout).toMatch(
      /The authenticity of host '203\.0\.113\.11' can't be established\.\nX509 SHA256 key fingerprint is [0-9A-F:]{95}\.\nAre you sure you want to continue connecting \(yes\/no\)\? /,
    );
    expect(asked.stderr).toBe("Fingerprint not verified, abort!\n");
    await lab().console("node3", "systemctl stop pveproxy");
    const closed = await say(lab(), "node2", "pvecm add 203.0.113.13 --link0 203.0.113.12", "x\n");
    await lab().console("node3", "systemctl start pveproxy");
    expect([closed.code, closed.stderr]).toEqual([
      0,
      "500 Can't connect to 203.0.113.13:8006 (Connection refused)\n",
    ]);
  });

  test("a wrong password takes 3 s, exits 0, and has opened root's login already", async () => {
    const begun = Date.now();
    const failed = await say(lab(), "node2", await addCommand(lab(), "node2"), "wrong\n");
    expect(Date.now() - begun).toBeGreaterThan(3000);
    expect([failed.code, failed.stdout, failed.stderr]).toEqual([
      0,
      "Establishing API connection with host '203.0.113.11'\n",
      "401 authentication failure\n",
    ]);
    expect(await read(lab(), "node2", "grep -m1 PermitRootLogin /etc/ssh/sshd_config")).toBe(
      "PermitRootLogin yes",
    );
    expect(await read(lab(), "node2", "tail -1 /var/log/pve/tasks/index")).toMatch(
      /^UPID:node2:[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}:clusterjoin::root@pam: [0-9A-F]{8} 401 authentication failure$/,
    );
  });

  test("root's real password is accepted, and asked for at a terminal with stars", async () => {
    const add = `pvecm add 203.0.113.11 --link0 203.0.113.12 --fingerprint ${STRANGER}`;
    const until = (text: string) => `until grep -q '${text}' /run/typed; do /bin/sleep 0.1; done`;
    const typed = await say(
      lab(),
      "node2",
      `: > /run/typed; (${until("password")}; echo abc; ${until("abort")}) | script -qefc "${add}" /run/typed`,
    );
    expect(typed.stdout).toContain(
      "Please enter superuser (root) password for '203.0.113.11': ***",
    );
    const secret = `username=root@pam&password=${encodeURIComponent(lab().rootPassword)}`;
    const head = `POST /api2/json/access/ticket HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${secret.length}`;
    const answer = await request(lab(), `${head}\r\n\r\n${secret}`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(answer).toMatch(/"ticket": ?"PVE:root@pam:/);
  });

  test("all objections to a join come together, exit 0, and nothing is changed", async () => {
    await lab().console(
      "node3",
      "touch /etc/corosync/authkey; echo 'memory: 16' > /etc/pve/qemu-server/100.conf",
    );
    const add = "pvecm add 203.0.113.11 --link0 172.16.10.3";
    const refused = await say(lab(), "node3", add, "x\n");
    await lab().console("node3", "rm /etc/corosync/authkey /etc/pve/qemu-server/100.conf");
    expect(refused.code).toBe(0);
    expect(refused.stderr).toBe(
      "detected the following error(s):\n" +
        "* authentication key '/etc/corosync/authkey' already exists\n" +
        "* this host already contains virtual guests\n" +
        "* link0: cannot use IP '172.16.10.3', not found on local node!\n\n" +
        "Check if node may join a cluster failed!\n",
    );
    expect(
      (await say(lab(), "node3", "grep -q '^PermitRootLogin yes' /etc/ssh/sshd_config")).code,
    ).toBe(1);
  });

  test("without a usable own name neither pvecm nor pmxcfs work", async () => {
    const hosts = (lines: string) => lab().console("node3", `printf '${lines}' > /etc/hosts`);
    const local = "127.0.0.1 localhost.localdomain localhost\\n";
    await hosts(local);
    const unknown = await say(lab(), "node3", "pvecm apiver");
    expect(unknown.code).toBe(11);
    expect(unknown.stderr).toMatch(
      /^hostname lookup 'node3' failed - failed to get address info for: node3: /,
    );
    await hosts(`${local}127.0.1.1 node3\\n`);
    const loopback = await say(lab(), "node3", "pvecm apiver");
    expect([loopback.code, loopback.stderr]).toEqual([
      255,
      "address lookup for 'node3' did not find any IP address\n",
    ]);
    expect((await say(lab(), "node3", "systemctl restart pve-cluster")).code).toBe(1);
    expect(await read(lab(), "node3", "journalctl -t pmxcfs -n 20 -o cat")).toContain(
      "Unable to resolve node name 'node3' to a non-loopback IP address - missing entry in '/etc/hosts' or DNS?",
    );
    const down = await say(lab(), "node3", "pvecm status");
    expect(down.code).toBe(111);
    expect(down.stderr).toContain("ipcc_send_rec[1] failed: Connection refused\n");
    expect(down.stderr).toContain("Unable to load access control list: Connection refused\n");
    await hosts(`${local}203.0.113.13 node3.example.com node3\\n`);
    await lab().console("node3", "systemctl reset-failed pve-cluster; systemctl start pve-cluster");
  });
}
