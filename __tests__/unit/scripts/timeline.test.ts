import { lastScreen } from "../../../scripts/demo/last-screen";
import { parseLine, saysNoChanges } from "../../../scripts/demo/terraform-output";
import { renderTimeline, stepName, Timeline } from "../../../scripts/demo/timeline";

const ESC = "\u001b";
const bold = (text: string) => `${ESC}[0m${ESC}[1m${text}${ESC}[0m${ESC}[0m`;
const MESH = "null_resource.cluster_mesh_node1_D4BCAEA8";
const JOIN = "null_resource.cluster_join_node2_BBDBFF4A";

describe("a line of the deploy's output", () => {
  test.each([
    [`wan  ${bold(`${MESH}: Creating...`)}`, { kind: "started", address: MESH }],
    [
      `     ${bold(`${MESH}: Creation complete after 2s [id=1]`)}`,
      { kind: "finished", address: MESH },
    ],
    [`     ${MESH}: Destroying... [id=1]`, undefined],
    [`     ${MESH}: Destruction complete after 0s`, undefined],
    [
      `     ${ESC}[0m${ESC}[1m${MESH} (local-exec):${ESC}[0m ${ESC}[0mnode1: mesh: changed wg0`,
      { kind: "said", address: MESH, text: "node1: mesh: changed wg0" },
    ],
  ])("%j", (line, event) => {
    expect(parseLine(line)).toEqual(event);
  });

  test.each([
    `     ${MESH}: Still creating... [10s elapsed]`,
    `     ${MESH}: Refreshing state... [id=1]`,
    `     ${MESH} (local-exec): Executing: ["bash" "/r/on-node.sh" "mesh"]`,
    "Apply complete! Resources: 3 added, 0 changed, 0 destroyed.",
    "",
  ])("that is of no interest: %j", (line) => {
    expect(parseLine(line)).toBeUndefined();
  });

  test("a step that quotes the engine is not taken for the engine", () => {
    const line = `${MESH} (local-exec): ${JOIN}: Creation complete after 2s`;
    expect(parseLine(line)).toMatchObject({ kind: "said", address: MESH });
  });

  test("no changes", () => {
    expect(saysNoChanges([`wan  ${ESC}[1m${ESC}[32mNo changes.${ESC}[0m Your …`])).toBe(true);
    expect(saysNoChanges(["Plan: 3 to add"])).toBe(false);
  });
});

describe("a step's name", () => {
  test.each([
    ["wan/cluster/mesh/node1", "node1", { step: "mesh", node: "node1" }],
    ["wan/cluster/keys/packages/node1", "node1", { step: "keys packages", node: "node1" }],
    ["wan/cluster/create", "node1", { step: "create", node: "node1" }],
    ["wan/cluster/keys/exchange", undefined, { step: "keys exchange", node: "all" }],
    ["wan/cluster/verify", undefined, { step: "verify", node: "all" }],
  ])("of %s on %s", (construct, node, name) => {
    expect(stepName(construct, node)).toEqual(name);
  });
});

describe("the timeline", () => {
  const names = new Map([
    [MESH, { step: "mesh", node: "node1" }],
    [JOIN, { step: "join", node: "node2" }],
  ]);

  function timeline(...lines: [number, string][]): Timeline {
    const made = new Timeline();
    lines.forEach(([seconds, line]) => made.take(line, seconds));
    return made;
  }

  test("takes its times from when the lines came", () => {
    const { spans } = timeline(
      [0, 'random_bytes.cluster_mesh_tunnel-key_AB["node1-node2"]: Creating...'],
      [0, 'random_bytes.cluster_mesh_tunnel-key_AB["node1-node2"]: Creation complete after 0s'],
      [1, `${JOIN}: Creating...`],
      [0.5, `${MESH}: Creating...`],
      [1.25, `${MESH}: Creation complete after 1s [id=1]`],
      [4.5, `${JOIN}: Creation complete after 3s [id=2]`],
    );
    expect(renderTimeline(spans, names)).toEqual([
      "step  node   seconds",
      `mesh  node1      0.8  ${"█".repeat(8)}`,
      `join  node2      3.5  ${" ".repeat(5)}${"█".repeat(35)}`,
    ]);
  });

  test("a step that runs again is one thing that is done", () => {
    const { spans, unfinished } = timeline(
      [0, `${MESH}: Destroying... [id=1]`],
      [1, `${MESH}: Destruction complete after 0s`],
      [2, `${MESH}: Creating...`],
    );
    expect(spans).toHaveLength(1);
    expect(unfinished).toEqual([{ address: MESH, startedSeconds: 2, heardSeconds: 2, said: [] }]);
  });

  test("the last step of a deploy that succeeded ended, at the latest, with its last word", () => {
    const made = timeline([1, `${JOIN}: Creating...`], [5, `${JOIN} (local-exec): joined`]);
    made.succeeded();
    expect(made.unfinished).toEqual([]);
    expect(made.spans[0].finishedSeconds).toBe(5);
  });

  test("of a deploy without changes says so", () => {
    expect(renderTimeline([], names)).toEqual(["nothing had to be done"]);
  });

  test("the last screen holds the words of the step that failed, not of those that did not", () => {
    const { unfinished } = timeline(
      [0, `${MESH}: Creating...`],
      [1, `${MESH} (local-exec): all well`],
      [2, `${MESH}: Creation complete after 1s`],
      [3, `${JOIN}: Creating...`],
      [4, `${JOIN} (local-exec): node2: join: failed: no quorum`],
    );
    expect(lastScreen(["Error: local-exec provisioner error"], unfinished, names)).toEqual([
      "join · node2: node2: join: failed: no quorum",
    ]);
  });

  test("of a closing check that failed, the last screen leaves out what passed", () => {
    const output = [
      "node1: verify: ok corosync runs",
      "node1: verify: FAILED wg0",
      "node1: verify: ok x",
    ];
    expect(lastScreen(output, [], names)).toEqual(["node1: verify: FAILED wg0"]);
  });

  test("without a step that failed, the last screen begins with the first error", () => {
    expect(lastScreen(["Initializing", "", "Error: no provider", "details"], [], names)).toEqual([
      "Error: no provider",
      "details",
    ]);
  });
});
