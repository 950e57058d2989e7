import { execFileSync, spawnSync } from "node:child_process";
import * as path from "node:path";
import { FakeNodes } from "./fake-ssh";

const RUNNER = path.join(__dirname, "../../../runner");

describe("the report", () => {
  let nodes: FakeNodes;
  beforeEach(() => (nodes = new FakeNodes()));
  afterEach(() => nodes.remove());

  /** What the checks on a node print; its clock is this machine's plus the offset. */
  const looked = (facts: Record<string, string> = {}, offset = 0, problems: string[] = []) => {
    const all = { pve: "9.1.6", membership: "none", cluster: "none", role: "joiner", ...facts };
    const lines = [
      ...Object.entries(all).map(([key, value]) => `echo 'fact ${key} ${value}'`),
      ...problems.map((problem) => `echo 'problem ${problem}'`),
    ];
    return `cat >/dev/null\n${lines.join("\n")}\necho "fact clock $(( $(date +%s) + ${offset} ))"\necho finished`;
  };
  const contact = { role: "contact" };
  const member = { membership: "this", cluster: "c", authkey: "k" };

  test("is short when nothing is wrong, and says what was found", () => {
    nodes.add("node1", looked({ ...contact, wireguard: "in userspace" })).add("node2", looked());
    const { code, stdout, stderr } = nodes.run("preflight", "preflight");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/node1: preflight: .*WireGuard in userspace/);
  });

  test("sends the checks and the node's own settings as one input", () => {
    nodes.add("node1", `echo "$*" >"$FAKE/command"; cat >"$FAKE/input"; exit 1`);
    nodes.run("preflight", "preflight", {
      PVE_WAN_SETTINGS: "node1\tnode=node1\nnode2\tnode=node2",
    });
    expect(nodes.written("command")).toBe("bash -s\n");
    expect(nodes.written("input")).toMatch(/\nmain; exit\nnode=node1\n$/);
  });

  test("has every problem of every node, also of those that cannot be reached", () => {
    nodes
      .add("node1", looked(contact, 0, ["one thing|repair it", "another|repair that"]))
      .add("node2", `cat >/dev/null; echo 'Connection timed out' >"$log"; exit 255`)
      .add("node3", `cat >/dev/null; echo 'bash: not found' >&2; exit 127`)
      .add("node4", looked({}, 600))
      .add("node5", looked({ pve: "8.4.1" }));
    const { code, stderr } = nodes.run("preflight", "preflight");
    expect(code).toBe(1);
    const lines = stderr.trim().split("\n");
    expect(lines).toHaveLength(8);
    expect(lines[0]).toBe("node1: preflight: one thing; next: repair it");
    expect(lines[1]).toBe("node1: preflight: another; next: repair that");
    expect(lines[2]).toMatch(/^node2: preflight: no answer from 192.0.2.2.*; next: /);
    expect(lines[3]).toMatch(/^node3: preflight: the checks ended early: bash: not found; next: /);
    expect(lines[4]).toMatch(
      /^node4: preflight: its clock is (59|60)\d s ahead of the others; next: /,
    );
    expect(lines[5]).toMatch(/^node5: preflight: it runs Proxmox VE 8.4.1.*; next: /);
    expect(lines[6]).toMatch(/problems: 6.*nothing was changed on any node/);
  });

  test("names this machine when it is its clock that is off", () => {
    nodes.add("node1", looked(contact, -60)).add("node2", looked({}, -60));
    const { stderr } = nodes.run("preflight", "preflight");
    expect(stderr).toMatch(/^runner: preflight: its clock is [56]\d s ahead/);
    expect(stderr).not.toMatch(/node[12]: preflight: its clock/);
  });

  describe("with a contact node to hold the cluster on", () => {
    const settings = { PVE_WAN_SETTINGS: "node1\trole=contact\nnode2\trole=joiner" };
    /** What the contact node says to the one connection, and to the other. */
    const contactThat = (held: string) =>
      `read -r line\ncase $line in *heartbeats*) ${held} ;; esac\n${looked(contact)}`;

    test("says who else deploys", () => {
      nodes
        .add("node1", contactThat("echo 'held eve@laptop since 12:03'; exit"))
        .add("node2", looked());
      const { code, stderr } = nodes.run("preflight", "preflight", settings);
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /^node1: preflight: another deploy works on this cluster: eve@laptop since 12:03; next: wait/,
      );
    });

    test("goes on when it has it", () => {
      nodes.add("node1", contactThat("echo taken; exit")).add("node2", looked());
      const { code, stderr } = nodes.run("preflight", "preflight", settings);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    });

    test("does not go on without it", () => {
      nodes.add("node1", contactThat("echo 'flock: gone' >&2; exit 1")).add("node2", looked());
      expect(nodes.run("preflight", "preflight", settings).stderr).toMatch(
        /^node1: preflight: the cluster could not be held for this deploy: flock: gone; next: /,
      );
    });
  });

  test("refuses a contact outside of the cluster that another node is in", () => {
    nodes.add("node1", looked(contact)).add("node2", looked(member));
    expect(nodes.run("preflight", "preflight").stderr).toMatch(
      /^node1: preflight: it is in no cluster, but node2 is/,
    );
  });

  test("refuses two clusters of the same name", () => {
    nodes
      .add("node1", looked({ ...contact, ...member }))
      .add("node2", looked({ ...member, authkey: "other" }));
    expect(nodes.run("preflight", "preflight").stderr).toMatch(
      /^node2: preflight: it is in another cluster of the same name than node1/,
    );
  });
});

const functions = execFileSync("sed", [
  "/^main; exit$/d",
  ...["preflight-wireguard.sh", "preflight-node.sh"].map((name) => path.join(RUNNER, name)),
]).toString();

test("of a hand-made tunnel all settings are read that a deploy could take away", () => {
  const text = `[Interface]
Address = 172.16.10.1/24, fd00::1
ListenPort=51820 # the usual one
PrivateKey = secret
saveconfig = true
PostUp = iptables -A FORWARD -i wg0 -j ACCEPT = 1
[Peer]
PublicKey = key
presharedkey = secret
allowedips = 172.16.10.2,10.1.0.0/16
Endpoint = 203.0.113.12:51820
PersistentKeepalive = 25
`;
  const command = `${functions}\nsettings_of_tunnel`;
  const { stdout } = spawnSync("bash", ["-c", command], { input: text, encoding: "utf8" });
  expect(stdout.trim().split("\n")).toEqual([
    "Address = 172.16.10.1/24",
    "Address = fd00::1/128",
    "ListenPort = 51820",
    "PostUp",
    "AllowedIPs = 172.16.10.2/32",
    "AllowedIPs = 10.1.0.0/16",
  ]);
});

test.each([
  ["[OPTIONS]\nenable: 1\n", true],
  ["[OPTIONS]\nenable: 0\n", false],
  ["[OPTIONS]\n\nenable: 1\n\n[IPSET management]\n203.0.113.100\n", false],
])("Proxmox's own firewall would lock the trusted out (%j): %s", (text, locksOut) => {
  const command = `${functions}\ntrusted=(203.0.113.100/32); proxmox_firewall_lets_trusted_in`;
  const { stdout } = spawnSync("bash", ["-c", command], { input: text, encoding: "utf8" });
  expect(/^problem .*would lock out 203.*management/.test(stdout)).toBe(locksOut);
});

describe("private interfaces", () => {
  const ADDRESSES = [
    "2: eth0    inet 203.0.113.11/24 scope global eth0",
    "3: eno2    inet 10.0.0.1/24 scope global eno2",
    "3: eno2    inet6 fd00::1/64 scope global",
    "4: vmbr1@eno3    inet 10.1.0.1/24 scope global vmbr1",
    "5: tail0.7@eno2    inet 100.64.0.1/32 scope global tail0.7",
  ].join("\n");
  const problems = (settings: string, nft = "false") =>
    spawnSync(
      "bash",
      [
        "-c",
        `${functions}\nip() { echo "$ADDRESSES"; }; nft() { ${nft}; }\nread_settings; private_interfaces`,
      ],
      {
        input: `publicInterface=eth0\nvmBridge=vmbr*\n${settings}`,
        encoding: "utf8",
        env: { ...process.env, ADDRESSES },
      },
    )
      .stdout.trim()
      .split("\n")
      .filter(Boolean);

  test("that nobody has named are refused, each with its addresses", () => {
    expect(problems("").map((line) => line.split("|")[0])).toEqual([
      expect.stringMatching(/^problem eno2 \(10\.0\.0\.1\/24 fd00::1\/64\) is neither/),
      expect.stringMatching(/^problem tail0\.7 \(100\.64\.0\.1\/32\) is neither/),
    ]);
    expect(problems("")[0]).toMatch(/\|add "eno2" to firewall\.trustedInterfaces; or/);
  });

  test("pass when they are trusted, or when the list says that all others may be closed", () => {
    expect(problems("trustedInterface=eno2\nclosesOthers=yes\n")).toEqual([]);
    expect(problems("closesOthers=yes\n")).toEqual([]);
  });

  test("pass when the firewall is in force already", () => {
    expect(problems("", "true")).toEqual([]);
  });

  test("are not the public one, whatever Terraform found out", () => {
    expect(problems("trustedInterface=et*\nclosesOthers=yes\n")).toEqual([
      expect.stringMatching(/^problem eth0, its public interface, is one of trustedInterfaces/),
    ]);
  });
});

describe("the range that holds this machine", () => {
  const isIn = (address: string, range: string) =>
    spawnSync("bash", ["-c", `${functions}\nin_range "$1" "$2"`, "bash", address, range]).status;

  test.each([
    ["203.0.113.100", "203.0.113.100", 0],
    ["203.0.113.100", "203.0.113.100/32", 0],
    ["203.0.113.100", "203.0.113.101/32", 1],
    ["203.0.113.100", "203.0.113.64/26", 0],
    ["203.0.113.100", "203.0.113.128/25", 1],
    ["203.0.113.100", "0.0.0.0/0", 0],
    ["203.0.113.100", "::/0", 1],
    ["::ffff:203.0.113.100", "203.0.113.0/24", 0],
    ["2001:db8::1", "2001:db8::/32", 0],
    ["2001:db9::1", "2001:db8::/32", 1],
    ["203.0.113.100", "nonsense", 1],
    ["203.0.113.100", "203.0.113.0/99", 1],
  ])("%s in %s: %i", (address, range, status) => {
    expect(isIn(address, range)).toBe(status);
  });
});
