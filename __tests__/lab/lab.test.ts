import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { Lab, LabCommandError, takeDown } from "../../lab";
import { LabState } from "../../lab/state";
import { parentOf, partsOf, traces } from "./traces";

jest.setTimeout(180_000);

const NAME = "selftest";
const SIDE_NAME = "selftest-side";
const REPOSITORY = path.join(__dirname, "../..");

const bootId = async (lab: Lab, node: string) =>
  (await lab.console(node, "cat /proc/sys/kernel/random/boot_id")).stdout.trim();

/** Mean round trip to an address in milliseconds; undefined if nothing came back. */
async function roundTripTo(lab: Lab, from: string, address: string): Promise<number | undefined> {
  const ping = `ping -q -c 20 -i 0.02 -W 1 ${address}`;
  const { stdout } = await lab.console(from, ping, { check: false });
  const mean = /= [\d.]+\/([\d.]+)\//.exec(stdout)?.[1];
  return mean === undefined ? undefined : Number(mean);
}

/** The mean round trips between two hosts by IPv4 and by IPv6. */
async function roundTrips(lab: Lab, from: string, to: string): Promise<(number | undefined)[]> {
  const addresses = [lab.address(to), lab.address6(to)];
  return Promise.all(addresses.map((address) => roundTripTo(lab, from, address)));
}

describe("a lab", () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await Lab.up({ name: NAME });
  });

  afterAll(() => takeDown(NAME));

  test("has three hosts that know their names, with identities of their own", async () => {
    expect(lab.nodes).toEqual(["node1", "node2", "node3"]);
    const seen = await Promise.all(
      lab.nodes.map((node) => lab.ssh(node, "hostname -f; cat /etc/machine-id")),
    );
    const lines = seen.map(({ stdout }) => stdout.trim().split("\n"));
    expect(lines.map(([name]) => name)).toEqual([
      "node1.example.com",
      "node2.example.com",
      "node3.example.com",
    ]);
    expect(new Set(lines.map(([, id]) => id)).size).toBe(3);
  });

  test("is its process's own: who brings it up again is refused, or takes it as it is", async () => {
    const before = await bootId(lab, "node1");
    await expect(Lab.up({ name: NAME })).rejects.toThrow(`npm run lab -- down --name ${NAME}`);
    expect(await bootId(await Lab.up({ name: NAME, stays: true }), "node1")).toBe(before);
    await expect(Lab.up({ name: NAME, nodes: 4, stays: true })).rejects.toThrow(
      "take it down first",
    );
  });

  test("refuses root's password, and is refused while its key is not known", async () => {
    const login = async (options: string[], env: NodeJS.ProcessEnv = {}) => {
      const argv = ["ssh", "-F", "none", ...options, `root@${lab.address("node1")}`, "true"];
      return lab.runner(argv, { check: false, env });
    };
    const known = ["-o", `UserKnownHostsFile=${lab.knownHostsPath}`];
    const key = ["-i", lab.sshKeyPath, "-o", "BatchMode=yes"];
    for (const kind of ["ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512"]) {
      const pinned = ["-o", `HostKeyAlgorithms=${kind}`, "-o", "StrictHostKeyChecking=yes"];
      expect(await login([...known, ...key, ...pinned])).toMatchObject({ code: 0 });
    }
    const byIpv6 = ["-o", `HostName=${lab.address6("node1")}`, "-o", "StrictHostKeyChecking=yes"];
    expect(await login([...known, ...key, ...byIpv6])).toMatchObject({ code: 0 });
    const unknown = await login(["-o", "UserKnownHostsFile=/dev/null", ...key]);
    expect(unknown).toMatchObject({ code: 255 });

    const directory = mkdtempSync(path.join(tmpdir(), "askpass-"));
    try {
      const askpass = path.join(directory, "askpass");
      writeFileSync(askpass, `#!/bin/sh\ntouch "$0.asked"\necho '${lab.rootPassword}'\n`, {
        mode: 0o700,
      });
      const byPassword = await login([...known, "-o", "PreferredAuthentications=password"], {
        SSH_ASKPASS: askpass,
        SSH_ASKPASS_REQUIRE: "force",
      });
      expect(byPassword.stderr).toContain("Permission denied");
      expect(existsSync(`${askpass}.asked`)).toBe(true);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test("reports a command that fails with its output, unless asked not to", async () => {
    const command = "echo to-stdout; echo to-stderr >&2; exit 3";
    const error = await lab.ssh("node1", command).catch((caught) => caught);
    expect(error).toBeInstanceOf(LabCommandError);
    expect(error.message).toContain("to-stdout");
    expect(error.message).toContain("to-stderr");
    expect(await lab.ssh("node1", command, { check: false })).toMatchObject({ code: 3 });
  });

  test("runs a command beside the hosts with the machine's files, the caller's directory and environment", async () => {
    const lines: string[] = [];
    await lab.runner(["sh", "-c", 'pwd; echo "$MARK"; ls package.json; cat'], {
      env: { MARK: "marked" },
      input: "typed",
      onLine: (line) => lines.push(line),
    });
    expect(lines).toEqual([process.cwd(), "marked", "package.json", "typed"]);
  });

  test("ends a command that takes too long, with all it started", async () => {
    const hanging = lab.runner(["sh", "-c", "sleep 1000 & sleep 1000"], {
      check: false,
      timeoutSeconds: 0.5,
    });
    expect(await hanging).toMatchObject({ code: 124 });
  });

  test("installs packages from its own repository although the enterprise one refuses", async () => {
    const updated = await lab.ssh("node1", "apt-get update", { check: false });
    expect(updated.code).not.toBe(0);
    expect(updated.stderr).toContain("401");
    const absent = await lab.ssh("node1", "command -v nft wg", { check: false });
    expect(absent.stdout).toBe("");
    await lab.ssh("node1", "apt-get -qq --yes install nftables wireguard-tools");
    await lab.ssh("node1", "nft list ruleset && wg show");
  });

  test("lets a host set sysctls of the machine without changing them", async () => {
    const read = ["cat", "/proc/sys/vm/swappiness"];
    const before = (await lab.runner(read)).stdout;
    const other = Number(before) === 11 ? 12 : 11;
    const { stdout } = await lab.ssh(
      "node1",
      `sysctl -qw vm.swappiness=${other}; ${read.join(" ")}`,
    );
    expect(Number(stdout)).toBe(other);
    expect((await lab.runner(read)).stdout).toBe(before);
  });

  test("has a WAN of 65 ms between cities for both families, which can be cut in one direction or both and mended", async () => {
    const cut = [undefined, undefined];
    for (const near of await roundTrips(lab, "node1", "node2")) expect(near).toBeLessThan(10);
    for (const far of await roundTrips(lab, "node1", "node3")) {
      expect(far).toBeGreaterThan(63);
      expect(far).toBeLessThan(75);
    }

    await lab.wan({ links: { "node1-node3": { lossPercent: 100 } } });
    expect(await roundTrips(lab, "node1", "node3")).toEqual(cut);
    for (const left of await roundTrips(lab, "node2", "node3")) expect(left).toBeGreaterThan(63);
    await lab.wan({ links: { "node1-node3": null, "node3>node1": { lossPercent: 100 } } });
    expect(await roundTrips(lab, "node1", "node3")).toEqual(cut);
    await lab.wan({ links: { "node3>node1": null, "node1-node3": { rttMilliseconds: 120 } } });
    for (const longer of await roundTrips(lab, "node1", "node3")) {
      expect(longer).toBeGreaterThan(118);
    }
    await lab.wan({ links: { "node1-node3": null } });
    await expect(lab.wan({ links: { "node1-nodeX": {} } })).rejects.toThrow('"node1-nodeX"');
  });

  test("loses power at once, and boots with an empty network but its own disk", async () => {
    const before = await Promise.all(["node2", "node3"].map((node) => bootId(lab, node)));
    await lab.console("node2", "ip link add stale0 type veth; touch /root/kept && sync");
    await lab.power(["node2", "node3"], "cut");
    expect(lab.powerState("node2").power).toBe("cut");
    await expect(lab.console("node2", "true")).rejects.toThrow('use "power node2 on"');
    await lab.power(["node2", "node3"], "on");
    await lab.waitForSsh();
    const after = await Promise.all(["node2", "node3"].map((node) => bootId(lab, node)));
    expect(after.filter((id) => before.includes(id))).toEqual([]);
    const { stdout } = await lab.ssh("node2", "ls /root; ip -brief link");
    expect(stdout).toContain("kept");
    expect(stdout).not.toContain("stale0");
  });

  test("reboots a host from inside and outside, and switches it off in order", async () => {
    const before = lab.powerState("node2").boots;
    await lab.ssh("node2", "ip link add stale0 type veth; systemctl reboot", { check: false });
    const again = async () => lab.powerState("node2").boots === before + 1;
    await lab.waitFor("node2 has booted again", again, 60);
    await lab.waitForSsh(["node2"]);
    expect((await lab.ssh("node2", "ip -brief link")).stdout).not.toContain("stale0");
    await lab.power("node2", "reboot");
    expect(lab.powerState("node2").boots).toBe(before + 2);
    await lab.waitForSsh(["node2"]);
    await lab.power("node2", "off");
    expect(lab.powerState("node2").power).toBe("off");
    await lab.power("node2", "on");
    await lab.waitForSsh(["node2"]);
  });

  test("gives hosts back as delivered", async () => {
    await lab.console("node1", "touch /root/mine");
    await lab.wan({ default: { lossPercent: 100 } });
    await lab.reset();
    expect((await lab.ssh("node1", "ls -A /root")).stdout).not.toContain("mine");
    expect(lab.link("node1", "node2").lossPercent).toBe(0);
  });
});

describe("two labs", () => {
  afterAll(() => Promise.all([takeDown(NAME), takeDown(SIDE_NAME)]));

  test("live side by side, and the end of one leaves no trace and the other alone", async () => {
    const [lab, side] = await Promise.all([
      Lab.up({ name: NAME, nodes: 1 }),
      Lab.up({ name: SIDE_NAME, nodes: 1, pve: 8 }),
    ]);
    expect((await lab.ssh("node1", "cat /etc/debian_version")).stdout).toMatch(/^13/);
    expect((await side.ssh("node1", "cat /etc/debian_version")).stdout).toMatch(/^12/);
    const parts = partsOf(NAME);
    expect(await traces(parts)).not.toEqual([]);
    await lab.down();
    expect(await traces(parts)).toEqual([]);
    expect(() => Lab.attach(NAME)).toThrow(`npm run lab -- up --name ${NAME}`);
    await side.ssh("node1", "true");
  });
});

describe("a lab that is killed leaves no trace", () => {
  afterEach(() => takeDown(NAME));

  const victims: [string, (init: number) => number][] = [
    ["its PID 1", (init) => init],
    ["the parent of its PID 1", (init) => parentOf(init)],
    ["its supervisor", (init) => parentOf(parentOf(init))],
  ];
  test.each(victims)("when %s is killed", async (_, victim) => {
    const lab = await Lab.up({ name: NAME, nodes: 1 });
    const parts = partsOf(NAME);
    expect(parts.namespaces.size).toBeGreaterThan(8);
    process.kill(victim(parts.state.initPid()!), "SIGKILL");
    await expectNoTrace(lab.name, parts);
  });

  test("when the process is killed that it was brought up for", async () => {
    const script = `require("./lab").Lab.up({ name: "${NAME}", nodes: 1 }).then(() => console.log("up"))`;
    const owner = spawn(
      process.execPath,
      ["-r", "tsx/cjs", "-e", `${script}; setInterval(() => 0, 1e6)`],
      {
        cwd: REPOSITORY,
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    await once(owner.stdout, "data");
    const parts = partsOf(NAME);
    owner.kill("SIGKILL");
    await expectNoTrace(NAME, parts);
  });

  test("when the command that brings it up is killed", async () => {
    const argv = ["--require", "tsx/cjs", "lab/cli.ts", "up"];
    const command = spawn(process.execPath, [...argv, "--name", NAME, "--nodes", "1"], {
      cwd: REPOSITORY,
      stdio: "ignore",
    });
    const state = new LabState(NAME);
    await until(async () => state.initPid() !== undefined);
    const parts = partsOf(NAME);
    command.kill("SIGKILL");
    await expectNoTrace(NAME, parts);
  });

  async function expectNoTrace(name: string, parts: ReturnType<typeof partsOf>) {
    await until(
      async () => (await traces(parts)).length === 0,
      () => traces(parts),
    );
    expect(() => Lab.attach(name)).toThrow("is not up");
  }

  async function until(probe: () => Promise<boolean>, why?: () => Promise<string[]>) {
    const deadline = Date.now() + 30_000;
    while (!(await probe())) {
      if (Date.now() > deadline) throw new Error(`not so after 30 s: ${await why?.()}`);
    }
  }
});
