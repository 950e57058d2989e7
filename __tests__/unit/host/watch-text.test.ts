import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const TEXT = path.resolve(__dirname, "../../../host/text");
const NOW = 1_000_000;

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "pve-wan-unit-"))));
afterEach(() => fs.rmSync(folder, { recursive: true }));

function awk(args: string[]): string[] {
  const { status, stdout, stderr } = spawnSync("awk", args, { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout.split("\n").filter(Boolean);
}

/** Sources of a look at node1 of a cluster of three in which all is well. */
const WELL: Readonly<Record<string, string>> = {
  peers: "node2 2 172.16.10.2 KEY2=\nnode3 3 172.16.10.3 KEY3=",
  handshakes: `KEY2=\t${NOW - 10}\nKEY3=\t${NOW - 180}`,
  links: [2, 3]
    .map((id) => `stats.knet.node${id}.link0.`)
    .flatMap((link) => [`${link}connected (u8) = 1`, `${link}latency_ave (u32) = 65000`])
    .join("\n"),
  members: [
    "totem.config_version (u64) = 4",
    ...[1, 2, 3].map((id) => `runtime.members.${id}.status (str) = joined`),
  ].join("\n"),
  quorum: "Quorate:          Yes\nExpected votes:   3\nTotal votes:      3",
  services: ["wg-quick@wg0", "corosync"]
    .map((unit) => `Id=${unit}.service\nActiveState=active\nUnitFileState=enabled\n`)
    .join("\n"),
  version: "totem {\n  cluster_name: wan\n  config_version: 4\n}",
  clock: `node2 ${NOW} ${NOW - 1} ${NOW}`,
  journal: "",
};

/** What a look finds in these sources. */
function findings(changed: Record<string, string> = {}): string[] {
  const sources = Object.entries({ ...WELL, ...changed });
  const file = path.join(folder, "sources");
  fs.writeFileSync(file, sources.map(([name, text]) => `@${name}\n${text}\n`).join(""));
  return awk(["-v", `now=${NOW}`, "-f", path.join(TEXT, "watch-findings.awk"), file]);
}

const alarms = (changed: Record<string, string>): string[] =>
  findings(changed)
    .map((line) => line.split("\t"))
    .filter(([kind]) => kind === "alarm")
    .map(([, key, what]) => `${key}: ${what}`);

test("nothing is said of a cluster in which all is well", () => {
  expect(alarms({})).toEqual([]);
  expect(findings().filter((line) => line.startsWith("unknown"))).toEqual([]);
});

test("corosync's counters and its late tokens are values", () => {
  const links = `${WELL.links}\nstats.knet.node2.link0.down_count (u32) = 3\nstats.srp.operational_entered (u64) = 4\nstats.srp.mcast_retx (u64) = 7`;
  const journal = "Token has not been received in 7500 ms\nToken has not been received in 8000 ms";
  const metrics = findings({ links, journal }).filter((line) => line.startsWith("metric"));
  expect(metrics).toEqual(
    expect.arrayContaining([
      'metric\tpve_wan_link_downs_total{peer="node2",link="0"} 3',
      "metric\tpve_wan_memberships_formed_total 4",
      "metric\tpve_wan_messages_sent_again_total 7",
      "metric\tpve_wan_late_tokens 2",
    ]),
  );
});

test("every alarm has a next action", () => {
  const all = findings({
    handshakes: "",
    quorum: "",
    services: WELL.services.replace(/active/g, "failed"),
  });
  for (const line of all.filter((one) => one.startsWith("alarm"))) {
    expect(line.split("\t")[3]).toMatch(/\S/);
  }
});

test.each<[string, Record<string, string>, string[]]>([
  [
    "a handshake older than 180 s",
    { handshakes: `KEY2=\t${NOW - 181}\nKEY3=\t${NOW}` },
    ["handshake node2: tunnel to node2: the last handshake was 181 s ago"],
  ],
  [
    "no handshake, or no such peer",
    { handshakes: "KEY2=\t0" },
    [2, 3].map(
      (id) => `handshake node${id}: tunnel to node${id}: there was no handshake since wg0 came up`,
    ),
  ],
  [
    "no wg0",
    { handshakes: "absent" },
    ["interface: wg0 is not there: this node has no tunnel at all"],
  ],
  [
    "a link that is down",
    {
      links: WELL.links.replace("node3.link0.connected (u8) = 1", "node3.link0.connected (u8) = 0"),
    },
    ["link 0 node3: corosync's link 0 to node3 is down"],
  ],
  [
    "a member that is gone, and the quorum with it",
    {
      members: WELL.members.replace("3.status (str) = joined", "3.status (str) = left"),
      quorum: "Quorate:          No\nExpected votes:   3\nTotal votes:      1",
    },
    [
      "member node3: node3 is no member of the cluster now",
      "quorum: no quorum: 1 of 3 votes; /etc/pve is read-only, and no guest starts here",
    ],
  ],
  [
    "another version of the configuration",
    { version: "config_version: 5" },
    ["version: corosync runs version 4 of its configuration, the file is version 5"],
  ],
  [
    "no unit that another way starts at boot",
    { services: WELL.services.replace(/enabled/g, "static") },
    [],
  ],
  [
    "a service that does not run and one that does not start at boot",
    {
      services:
        "Id=corosync.service\nActiveState=failed\nUnitFileState=enabled\n\nUnitFileState=disabled\nActiveState=active\nId=pve-cluster.service",
    },
    [
      "runs corosync: corosync does not run (failed)",
      "boot pve-cluster: pve-cluster does not start at boot (disabled)",
    ],
  ],
  [
    "a clock that is behind",
    { clock: `node2 ${NOW + 90} ${NOW} ${NOW}` },
    ["clock: the clock here is 90 s behind that of node2"],
  ],
  [
    "a clock that is ahead",
    { clock: `node2 ${NOW - 60} ${NOW - 1} ${NOW}` },
    ["clock: the clock here is 59 s ahead of that of node2"],
  ],
  [
    "near-failures",
    {
      journal:
        "[TOTEM ] Token has not been received in 7500 ms\n[TOTEM ] Retransmit List: 12 13\n[TOTEM ] Retransmit List: 14\n[KNET  ] link: host: 3 link: 0 is down",
    },
    [
      "near-failure: corosync came close to losing a member: token late 1 times, messages sent again 2 times, links down 1 times",
    ],
  ],
])("an alarm: %s", (_, changed, expected) => {
  expect(alarms(changed)).toEqual(expected);
});

test("what a corosync that is off cannot say is unknown, and that there is no quorum is certain", () => {
  const found = findings({ links: "absent", members: "absent", quorum: "absent" });
  expect(found.filter((line) => line.startsWith("unknown"))).toEqual(
    ["link ", "member ", "version"].map((key) => `unknown\t${key}`),
  );
  expect(found.join("\n")).toContain("this node knows of no quorum: corosync does not answer");
});

test("the values of now are Prometheus' text", () => {
  const metrics = findings()
    .filter((line) => line.startsWith("metric\t"))
    .map((line) => line.slice(7));
  for (const line of metrics)
    expect(line).toMatch(/^pve_wan_[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9.]+$/);
  expect(metrics).toEqual(
    expect.arrayContaining([
      'pve_wan_handshake_age_seconds{peer="node3"} 180',
      'pve_wan_link_connected{peer="node2",link="0"} 1',
      'pve_wan_link_latency_seconds{peer="node2",link="0"} 0.065',
      "pve_wan_quorate 1",
      'pve_wan_service_active{unit="wg-quick@wg0"} 1',
      'pve_wan_clock_offset_seconds{peer="node2"} 0',
      "pve_wan_alarms 0",
    ]),
  );
});

describe("what is told", () => {
  let told: string[];
  const state = (): string => path.join(folder, "alarms");
  /** A look, so many seconds after the first one. */
  const look = (seconds: number, ...found: string[]): void => {
    const [before, after, file] = ["before", "after", "findings"].map((n) => path.join(folder, n));
    fs.writeFileSync(before, fs.existsSync(state()) ? fs.readFileSync(state()) : "");
    fs.writeFileSync(file, found.map((line) => `${line}\n`).join(""));
    const given = { now: NOW + seconds, hold: 600, state: after };
    const values = Object.entries(given).flatMap(([name, value]) => ["-v", `${name}=${value}`]);
    const changes = path.join(TEXT, "watch-changes.awk");
    told = awk(["-F", "\t", "-v", "OFS=\t", ...values, "-f", changes, before, file]);
    fs.renameSync(after, state());
  };
  const down = "alarm\tlink 0 node2\tlink down\tlook";

  test("is an alarm once, and its end once", () => {
    look(0, down);
    expect(told).toEqual(["ALARM: link down; next: look"]);
    look(60, down);
    expect(told).toEqual([]);
    look(120);
    expect(told).toEqual(["recovered after 120 s: link down"]);
    look(180);
    expect(told).toEqual([]);
    look(240, down);
    expect(told).toEqual(["ALARM: link down; next: look"]);
  });

  test("is not an end of what cannot be seen at the moment", () => {
    look(0, down, "alarm\tboot corosync\tnot at boot\tenable");
    look(60, "unknown\tlink ");
    expect(told).toEqual(["recovered after 60 s: not at boot"]);
    look(120);
    expect(told).toEqual(["recovered after 120 s: link down"]);
  });

  test("is one alarm for near-failures that come again and again", () => {
    const near = "alarm\tnear-failure\ttoken late 1 times\tlook";
    look(0, near);
    look(60);
    look(120, near);
    look(719);
    expect(told).toEqual([]);
    look(720);
    expect(told).toEqual(["recovered after 720 s: token late 1 times"]);
  });
});
