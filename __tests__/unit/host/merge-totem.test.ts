import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const SCRIPT = resolve(__dirname, "../../../host/text/merge-totem.pl");
const TUNED = "token: 10000\ntoken_retransmits_before_loss_const: 10\njoin: 1000\n";

/** As pvecm writes it, with a section and a comment that nobody here knows. */
const corosyncConf = (totem: string[], version = 3) => `logging {
  debug: off
}

nodelist {
  node {
    name: node1
    nodeid: 1
    quorum_votes: 1
    ring0_addr: 172.16.10.1
  }
}

somebody {
  token: 1
}

totem {
  cluster_name: wan-cluster
  # the administrator's own remark
  config_version: ${version}
  interface {
    join: 7
    linknumber: 0
  }
${totem.map((line) => `  ${line}\n`).join("")}  version: 2
}

`;

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "merge-totem-"))));
afterEach(() => rmSync(folder, { recursive: true }));

function run(before: string, settings: string, ...options: string[]) {
  const file = join(folder, "settings");
  writeFileSync(file, settings);
  return spawnSync("perl", [SCRIPT, ...options, file], { input: before, encoding: "utf8" });
}

function merge(before: string, settings: string, ...options: string[]): string {
  const { status, stdout, stderr } = run(before, settings, ...options);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

describe("totem settings in corosync.conf", () => {
  test("new settings go to the end of the section, the version rises by one, all else stays byte for byte", () => {
    const merged = merge(corosyncConf(["ip_version: ipv4-6"]), TUNED);
    const added = TUNED.trim()
      .split("\n")
      .map((line) => `  ${line}\n`)
      .join("");
    const expected = corosyncConf(["ip_version: ipv4-6"], 4);
    expect(merged).toBe(expected.replace("  version: 2\n", `  version: 2\n${added}`));
  });

  test("a setting with another value is changed where it stands", () => {
    expect(merge(corosyncConf(["token: 3000", "secauth: on"]), "token: 10000\n")).toBe(
      corosyncConf(["token: 10000", "secauth: on"], 4),
    );
  });

  test("what is there already changes nothing, not even the version", () => {
    const before = corosyncConf(["token: 10000"]);
    expect(merge(before, "token: 10000\n")).toBe(before);
  });

  test("a key of the same name inside interface or another section is somebody else's", () => {
    const before = corosyncConf(["join: 1000"]);
    expect(merge(before, "join: 1000\n")).toBe(before);
  });

  test("a setting taken back goes; one that is wanted again does not", () => {
    const before = corosyncConf(["consensus: 15000", "token: 10000"]);
    expect(merge(before, "token: 10000\n", "--remove", "consensus", "--remove", "token")).toBe(
      corosyncConf(["token: 10000"], 4),
    );
  });

  test("--touch raises the version of an unchanged file", () => {
    expect(merge(corosyncConf(["token: 10000"]), "token: 10000\n", "--touch")).toBe(
      corosyncConf(["token: 10000"], 4),
    );
  });

  test.each([
    ["a file without totem", "nodelist {\n}\n", TUNED, "no totem section with a config_version"],
    [
      "a file without a version",
      corosyncConf([]).replace(/ *config_version.*\n/, ""),
      TUNED,
      "no totem section with a config_version",
    ],
    ["a setting that is none", corosyncConf([]), "token 10000\n", "no totem setting: token 10000"],
  ])("%s is refused", (_, before, settings, complaint) => {
    const { status, stderr, stdout } = run(before, settings);
    expect(status).not.toBe(0);
    expect(stderr).toContain(complaint);
    expect(stdout).toBe("");
  });
});
