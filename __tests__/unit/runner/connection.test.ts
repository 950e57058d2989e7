import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { FakeNodes } from "./fake-ssh";

let nodes: FakeNodes;
beforeEach(() => (nodes = new FakeNodes()));
afterEach(() => nodes.remove());

const one = { PVE_WAN_NODE: "node1", PVE_WAN_INPUT: "node=node1\nkey=$(touch x)\n\npay load" };
const sshSays = (words: string): string => `cat >/dev/null; echo '${words}' >"$log"; exit 255`;

describe("a step on one node", () => {
  test("gets its input as it is, and only the step's name as command", () => {
    nodes.add("node1", `echo "command: $*"; cat`);
    const { code, stdout } = nodes.run("on-node", "hosts", one);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "command: /usr/local/sbin/pve-wan hosts\nnode=node1\nkey=$(touch x)\n\npay load\n",
    });
  });

  test("passes on what the node says and its status, without words about the connection", () => {
    nodes.add("node1", `cat >/dev/null; echo "node1: hosts: failed: full" >&2; exit 7`);
    expect(nodes.run("on-node", "hosts", one)).toEqual({
      code: 7,
      stdout: "",
      stderr: "node1: hosts: failed: full\n",
    });
  });

  test("knocks again at an sshd that is just reloaded, with its whole input", () => {
    const reset = `echo 'kex_exchange_identification: read: Connection reset by peer' >"$log"; exit 255`;
    nodes.add("node1", `[ -e "$FAKE/known" ] || { : >"$FAKE/known"; ${reset}; }; cat`);
    expect(nodes.run("on-node", "hosts", one)).toEqual({
      code: 0,
      stdout: `${one.PVE_WAN_INPUT}\n`,
      stderr: "",
    });
  });

  test("opens connections that trust, ask and share nothing", () => {
    nodes.add("node1", "cat >/dev/null");
    nodes.run("on-node", "hosts", one);
    const call = nodes.written("calls");
    for (const option of [
      "BatchMode=yes",
      "StrictHostKeyChecking=yes",
      "ConnectTimeout=10",
      "ServerAliveInterval=15",
      "ServerAliveCountMax=4",
      "ControlMaster=no",
      "ControlPath=none",
      "-l root",
    ]) {
      expect(call).toContain(option);
    }
    expect(call).not.toMatch(/IdentitiesOnly|UserKnownHostsFile/);
  });

  test.each([
    [22, "192.0.2.1 ssh-ed25519 AAAA\n"],
    [2222, "[192.0.2.1]:2222 ssh-ed25519 AAAA\n"],
  ])("with a host key of its own on port %i trusts that one alone", (port, line) => {
    nodes.add("node1", "cat >/dev/null", { port, hostKey: "ssh-ed25519 AAAA" });
    const { code } = nodes.run("on-node", "hosts", { ...one, PVE_WAN_KNOWN_HOSTS: "/nowhere" });
    expect(code).toBe(0);
    expect(nodes.written("known_hosts")).toBe(line);
    expect(nodes.leftovers()).toEqual([]);
  });

  test("names a key that cannot be read instead of trying without it", () => {
    nodes.add("node1", "cat >/dev/null");
    const { code, stderr } = nodes.run("on-node", "hosts", { ...one, PVE_WAN_IDENTITY: "/no/key" });
    expect(code).toBe(255);
    expect(stderr).toMatch(/node1: connection: failed: the SSH key \/no\/key cannot be read/);
    expect(nodes.written("calls")).toBe("");
  });
});

test.each([
  ["ssh: connect to host 192.0.2.1 port 22: Connection timed out", /no answer/, /powered|on, and/],
  ["Connection timed out during banner exchange", /no answer/, /firewall/],
  ["ssh: connect to host 192.0.2.1 port 22: Connection refused", /nothing listens/, /sshPort/],
  ["ssh: connect to host 192.0.2.1 port 22: No route to host", /no route/, /network/],
  ["ssh: Could not resolve hostname n: Name or service not known", /unknown/, /sshAddress/],
  ["root@192.0.2.1: Permission denied (publickey).", /does not let root in/, /authorized_keys/],
  [
    "No ED25519 host key is known for 192.0.2.1 and you have requested strict checking.\nHost key verification failed.",
    /host key of 192.0.2.1 is not known/,
    /console.*ssh-keyscan -p 22 192.0.2.1 >>/,
  ],
  [
    "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.",
    /another SSH host key/,
    /installed anew.*ssh-keygen -R .192.0.2.1./,
  ],
  ["", /broke off/, /deploy again/],
])("ssh's %j becomes a cause and what to do", (words, cause, next) => {
  nodes.add("node1", sshSays(words));
  const { code, stderr } = nodes.run("on-node", "hosts", one);
  expect(code).toBe(255);
  const lines = stderr.trim().split("\n");
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^node1: connection: failed: /);
  expect(lines[0]).toMatch(cause);
  expect(lines[1]).toMatch(/^node1: connection: next: /);
  expect(lines[1]).toMatch(next);
});

describe("the operator's own paths", () => {
  const NASTY = "a b%h${HOME}$(touch x)\"q~';\\`id`";

  test("reach ssh whole, whatever they are", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "nasty-"));
    const file = path.join(folder, NASTY);
    fs.writeFileSync(file, "what is in it");
    fs.writeFileSync(`${file}.pub`, "its public half");
    nodes.add("node1", 'cat >/dev/null; cat "${log%/*}/identity" "${log%/*}/identity.pub"');
    const { code, stdout } = nodes.run("on-node", "hosts", {
      ...one,
      PVE_WAN_IDENTITY: file,
      PVE_WAN_KNOWN_HOSTS: file,
    });
    fs.rmSync(folder, { recursive: true });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "what is in itits public half" });
    expect(nodes.written("known_hosts")).toBe("what is in it");
    expect(nodes.written("calls")).toMatch(
      /-o IdentityFile="\/[\w/.-]+\/identity" -o IdentitiesOnly=yes -o UserKnownHostsFile="\/[\w/.-]+\/known_hosts"/,
    );
  });

  test("are words of their own in a command to copy", () => {
    nodes.add("node1", sshSays("Host key verification failed."));
    const { stderr } = nodes.run("on-node", "hosts", {
      ...one,
      PVE_WAN_KNOWN_HOSTS: "/no/known hosts;id",
    });
    expect(stderr).toContain(String.raw`ssh-keyscan -p 22 192.0.2.1 >> /no/known\ hosts\;id`);
  });
});
