import { Lab } from "../../../lab";
import { installHostTool, stepComplains, stepSays } from "./host-tool";

const PACKAGES = { settings: { packages: "wireguard-tools nftables" } };

let lab: Lab;
const run = async (command: string) => (await lab.console("node1", command)).stdout;

/** Holds a lock as apt and dpkg do, until the host's file /run/release appears. */
const holdLock = (file: string) =>
  lab.console(
    "node1",
    `perl -MFcntl -e 'open(F, ">", $ARGV[0]) or die; my $lock = pack("s s l! l! i", F_WRLCK, 0, 0, 0, 0); fcntl(F, F_SETLK, $lock) or die; open(H, ">", "/run/held"); select(undef, undef, undef, 0.1) until -e "/run/release"' ${file}`,
  );

beforeAll(async () => {
  lab = await Lab.up({ name: "host-packages", nodes: 1 });
  await lab.reset();
  await installHostTool(lab, "node1");
}, 300_000);

afterAll(() => lab?.down(), 60_000);

test("packages that no repository has are an error with apt's own words", async () => {
  await run("mv /etc/apt/sources.list /root/");
  const complaint = await stepComplains(lab, "node1", "packages", PACKAGES);
  await run("mv /root/sources.list /etc/apt/");
  expect(complaint).toContain("E: Unable to locate package nftables");
  expect(complaint).toContain(
    "apt could not install wireguard-tools nftables; apt-get update failed as well",
  );
}, 60_000);

test.each(["/var/lib/apt/lists/lock", "/var/lib/dpkg/lock"])(
  "the step waits for another program that holds %s, and finishes what a power cut interrupted",
  async (lock) => {
    await stepSays(lab, "node1", "packages", PACKAGES);
    await run(
      "cd /root && apt-get -qq -y remove nftables >/dev/null && apt-get -qq download nftables && dpkg --unpack nftables*.deb && rm -f /run/held /run/release",
    );
    const holder = holdLock(lock);
    await lab.waitFor("the lock", async () => (await run("ls /run")).includes("held"), 10);
    let done = false;
    const said = stepSays(lab, "node1", "packages", PACKAGES).finally(() => (done = true));
    const tries = "ps -eo args | grep -Ec '^(apt-get|dpkg) '";
    await lab.waitFor(
      "an attempt at the lock",
      async () => Number((await lab.console("node1", tries, { check: false })).stdout) > 0,
      60,
    );
    expect(done).toBe(false);
    await run("touch /run/release");
    await holder;
    expect(await said).toContain("an earlier installation was interrupted");
    expect(await said).toContain("changed: installed nftables");
    expect(await run("dpkg --audit")).toBe("");
  },
  90_000,
);
