import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { drawing } from "../picture/drawings";
import { SynthesisedProject } from "./synthesised-project";

const ROOT = path.resolve(__dirname, "../../..");
const NODES = "node1\t192.0.2.1\t22\t-";

let project: SynthesisedProject;
beforeEach(() => {
  project = new SynthesisedProject().stacks({
    wan: {
      cluster_verify_AB: { step: "verify", hostTool: "1" },
      cluster_hosts_AB: { step: "hosts", hostTool: "1" },
    },
  });
});
afterEach(() => project.forget());

/** As npx runs it in another project. */
function cli(...args: string[]) {
  const tsx = path.join(ROOT, "node_modules/tsx/dist/cjs/index.cjs");
  return spawnSync(process.execPath, ["-r", tsx, path.join(ROOT, "cli/main.ts"), ...args], {
    cwd: project.directory,
    encoding: "utf8",
    env: { PATH: `${project.directory}/bin:/usr/bin:/bin` },
  });
}

/** An engine that shows a state, and a node that says how it was asked. */
function withState(triggers: object | null, ssh = "cat; exit 0"): void {
  const resources = [
    { address: "null_resource.cluster_verify_AB", type: "null_resource", values: { triggers } },
  ];
  const state = JSON.stringify({ values: { root_module: { resources } } });
  project.program(
    "tofu",
    `[ "$*" = version ] || { echo "$* in $PWD" >&2; cat <<'E'\n${state}\nE\n}`,
  );
  project.program("ssh", ssh);
}
const verify = { step: "verify", nodes: NODES, settings: "node1\tnode=node1", payload: "" };

describe("npx cdktf-proxmox-wan", () => {
  test("recheck-args --if-cut-off has arguments only when the last deploy ended in the middle", () => {
    withState({ ...verify, hostTool: "1" });
    expect(cli("recheck-args", "--if-cut-off").stderr).toMatch(
      /not initialised.*\nnext: run cdktf diff/,
    );
    project.write("cdktf.out/stacks/wan/.terraform/there", "");
    expect(cli("recheck-args", "--if-cut-off").stdout.trim()).toBe("");
    withState({ step: "mesh", hostTool: "1" });
    expect(cli("recheck-args", "--if-cut-off").stdout).toMatch(/^-replace=null_resource\.cluster_/);
  });

  test("latency measures from every node, and recommends timers for the worst tunnel", () => {
    const times = Array(10).fill(65).join(" ");
    const said = [
      "version 9.1.2",
      ...["node1", "node2"].flatMap((peer) => [
        `rtt ${peer} overlay 10 ${times}`,
        `mtu ${peer} overlay 1420`,
      ]),
    ];
    const nodes = `${NODES}\nnode2\t192.0.2.2\t22\t-`;
    const settings = "node1\tnode=node1\nnode2\tnode=node2";
    const lines = said.map((line) => `'${line}'`).join(" ");
    const answer = `grep -c '^count=150$' >/dev/null && printf '%s\\n' ${lines}`;
    project.stacks({ wan: {} });
    withState({ ...verify, nodes, settings }, answer);
    const { status, stdout } = cli("latency");
    expect(stdout).toContain(
      "| node1 | node2 | overlay | 65.0 ms | 65.0 ms | 0.0 ms | 0.0 % | 1420     |\n",
    );
    expect(stdout).toMatch(/\ncorosync: \{"token":\d+,.*"tokenCoefficient":125\}\n/);
    expect(status).toBe(0);
    expect(Object.values(JSON.parse(cli("latency", "--json").stdout))).toEqual([
      expect.objectContaining({ corosync: expect.objectContaining({ join: 1000 }) }),
    ]);
    withState({ ...verify, nodes, settings }, `cat >/dev/null; echo "rtt node2 overlay 10"`);
    const none = cli("latency");
    expect([none.status, none.stdout]).toEqual([1, expect.stringMatching(/no packet came back/)]);
  });

  test("soak start tells every node how long; soak report ends with what it judged", () => {
    const settings = "node1\tnode=node1";
    project.stacks({ wan: {} });
    withState({ ...verify, settings }, 'cat; echo "ran $*"');
    expect(cli("soak", "start", "--hours", "0.5").stdout).toMatch(
      /soakSeconds=1800[^]*soakId=[0-9a-f-]{36}[^]*ran .*soak-start/,
    );
    expect(cli("soak", "start").stdout).toContain("soakSeconds=86400");
    expect(cli("soak", "start", "--hours", "no")).toMatchObject({ status: 1, stdout: "" });
    expect(cli("soak", "stop").stdout).toMatch(/ran .*soak-stop/);
    expect(cli("soak").status).toBe(2);
    const sample = "sample 1000 b1\nquorate 1\nsilence 5 100\nend";
    withState({ ...verify, settings }, `echo 'soak 1000 1010 10 1020 stopped\n${sample}'`);
    expect(cli("soak", "report")).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^PASS/),
    });
    const written = cli("soak", "report", "--html", "soak.html");
    expect([written.status, written.stderr]).toEqual([
      0,
      expect.stringMatching(/written: .*soak\.html/),
    ]);
    expect(readFileSync(path.join(project.directory, "soak.html"), "utf8")).toContain("<h1>PASS");
    withState({ ...verify, settings }, "echo 'soak 1000 1010 10 1005 recording'");
    const running = cli("soak", "report", "--json");
    expect([running.status, Object.values(JSON.parse(running.stdout))]).toEqual([
      3,
      [expect.objectContaining({ verdict: "unfinished" })],
    ]);
    withState({ ...verify, settings }, "cat >/dev/null");
    expect(cli("soak", "report")).toMatchObject({
      status: 1,
      stdout: "",
      stderr: expect.stringContaining("no records came from node1"),
    });
    withState({ ...verify, settings }, "echo no soak here >&2; exit 1");
    expect(cli("soak", "report")).toMatchObject({
      status: 1,
      stdout: "",
      stderr: expect.stringContaining("no soak here"),
    });
  });

  test("verify asks every node of the state, with the key of the synthesised stack", () => {
    withState(verify, `echo "$*" | grep -o -- "-i [^ ]*"; cat`);
    project.write("key", "");
    const { status, stdout, stderr } = cli("verify");
    // The identity file does not exist, which is said by its name.
    expect([status, stdout]).toEqual([1, expect.stringContaining("/keys/cluster_verify_AB")]);
    expect(stderr).toContain("show -json in ");
    expect(stderr).toContain("/cdktf.out/stacks/wan");
  });

  test("verify ends with the status of the nodes", () => {
    project.write("key", "");
    project.stacks({ wan: {} });
    withState(verify);
    expect(cli("verify")).toMatchObject({ status: 0, stdout: expect.stringContaining("node1") });
    withState(verify, "cat >/dev/null; exit 1");
    expect(cli("verify").status).toBe(1);
  });

  test("verify says what every node answered, side by side for readers and whole for programs", () => {
    project.write("key", "");
    project.stacks({ wan: {} });
    const nodes = `${NODES}\nnode2\t192.0.2.2\t22\t-\nnode3\t192.0.2.3\t22\t-`;
    const answers = [
      `*192.0.2.1*) printf 'node1: verify: %s\\n' 'ok a runs (1)' 'note: b' 'all 1 checks passed' ;;`,
      `*192.0.2.2*) printf 'node2: verify: %s\\n' 'ok a runs' 'FAILED c; next: d; e' 'failed: 1 of 2' 'next: f'; exit 1 ;;`,
      "*) exit 255 ;;",
    ];
    const settings = ["node1", "node2", "node3"].map((name) => `${name}\tnode=${name}`).join("\n");
    withState(
      { ...verify, nodes, settings },
      `cat >/dev/null; case "$*" in ${answers.join(" ")} esac`,
    );
    const page = cli("verify");
    expect([page.status, page.stdout.trim().split("\n")]).toEqual([
      1,
      [
        "|        | node1 | node2  | node3 |",
        "| ------ | ----- | ------ | ----- |",
        "| a runs | 1     | ok     | -     |",
        "| c      | -     | FAILED | -     |",
        "",
        "node1: note: b",
        "node2: failed: 1 of 2; next: f",
        "node2: FAILED c; next: d; e",
        expect.stringMatching(/^node3: failed: the connection to 192\.0\.2\.3 broke off; next: /),
        "1 of 3 nodes passed every check",
      ],
    ]);
    const { status, stdout } = cli("verify", "--json");
    expect([status, Object.values(JSON.parse(stdout))]).toEqual([
      1,
      [
        [
          {
            node: "node1",
            passed: true,
            checks: [{ what: "a runs (1)", passed: true }],
            notes: ["b"],
            failures: [],
          },
          {
            node: "node2",
            passed: false,
            checks: [
              { what: "a runs", passed: true },
              { what: "c", passed: false, next: "d; e" },
            ],
            notes: [],
            failures: ["1 of 2; next: f"],
          },
          {
            node: "node3",
            passed: false,
            checks: [],
            notes: [],
            failures: [expect.stringContaining("192.0.2.3 broke off")],
          },
        ],
      ],
    ]);
  });

  test("verify of a state without the last step says what to do", () => {
    withState(null);
    const { status, stderr } = cli("verify", "--stack-dir", "cdktf.out/stacks/wan");
    expect([status, stderr]).toEqual([1, expect.stringContaining("did not get as far")]);
  });

  test("verify without an engine says where one has to be", () => {
    const { status, stderr } = cli("verify");
    expect([status, stderr]).toEqual([1, expect.stringContaining("TERRAFORM_BINARY_NAME")]);
  });

  test("recheck-args prints nothing but the arguments", () => {
    expect(cli("recheck-args")).toMatchObject({
      status: 0,
      stderr: "",
      stdout: "-replace=null_resource.cluster_verify_AB -replace=null_resource.cluster_hosts_AB\n",
    });
  });

  describe("topology", () => {
    const topology = drawing(["east", "east", "west"]);
    const written = (file: string): string =>
      readFileSync(path.join(project.directory, "cdktf.out/stacks/wan", file), "utf8");

    test("writes picture and table beside the stack, and prints the table", () => {
      project.clusters("wan", { "wan/cluster/verify": topology });
      const { status, stdout, stderr } = cli("topology");
      expect(status).toBe(0);
      expect(stderr.match(/^written: .*topology\.(?:svg|mmd|md)$/gm)).toHaveLength(3);
      expect(written("topology.svg")).toMatch(/<svg [^]*>node3</);
      expect(written("topology.mmd")).toMatch(/^flowchart LR\n/);
      expect(written("topology.md")).toBe(stdout);
      expect(stdout).toMatch(
        /^# Quorum of wan\/cluster\n\n2 of 3 votes [^]*\| site east .*\| node3 /,
      );
    });

    test("of several clusters has files for each", () => {
      const both = { "wan/one/verify": topology, "wan/two/verify": drawing(["a"]) };
      project.clusters("wan", both);
      expect(cli("topology").stdout).toMatch(/# Quorum of wan\/one\n[^]*# Quorum of wan\/two\n/);
      expect(written("topology-wan-one.mmd")).toContain("node3");
      expect(written("topology-wan-two.mmd")).not.toContain("node3");
    });

    test("--json says the same to programs, and writes nothing", () => {
      project.clusters("wan", { "wan/cluster/verify": topology });
      const [cluster] = JSON.parse(cli("topology", "--json").stdout);
      expect(cluster).toMatchObject({ cluster: "wan/cluster", votesNeeded: 2, ...topology });
      expect(cluster.outcomes).toContainEqual({
        failures: [{ kind: "link", names: ["east", "west"] }],
        sides: [["east"]],
        mayStop: false,
        keep: ["node1", "node2"],
        either: [],
        lose: ["node3"],
      });
      expect(() => written("topology.svg")).toThrow("ENOENT");
    });

    test("of a stack that says nothing of it says what to do", () => {
      const { status, stderr } = cli("topology");
      expect([status, stderr]).toEqual([1, expect.stringContaining("next: run cdktf synth")]);
    });
  });

  test.each([[], ["destroy"], ["verify", "twice"], ["verify", "--stack", "x"]])(
    "%j %j is told how it is used",
    (...args) => {
      const { status, stderr } = cli(...args.filter((arg) => arg !== undefined));
      expect([status, stderr]).toEqual([2, expect.stringContaining("usage: ")]);
    },
  );
});
