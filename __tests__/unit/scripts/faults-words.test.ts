import { differences } from "../../../scripts/faults/cluster-facts";
import { missingInExplanation } from "../../../scripts/faults/explanation";
import { howItHealed } from "../../../scripts/faults/healing";

const JOIN = "null_resource.cluster_join_node2_BBDBFF4A";
const step = (text: string) => `${JOIN} (local-exec): ${text}`;

describe("a failed deploy explains", () => {
  const failed = step("node2: join: failed: pvecm add still waits after 180 s");
  const next = step("node2: join: next: UDP 5405 to 5412 has to pass; then deploy again");

  test("with node, step, cause and next action", () => {
    expect(missingInExplanation("wan-cut", 1, [failed, next])).toEqual([]);
  });

  test.each([
    ["no cause", [next], ['no line "NODE: STEP: failed: CAUSE"']],
    ["no next action", [failed], ['no line "NODE: STEP: next: ACTION"']],
    [
      "an empty cause",
      [step("node2: join: failed: "), next],
      ['no line "NODE: STEP: failed: CAUSE"'],
    ],
  ])("not with %s", (_, lines, missing) => {
    expect(missingInExplanation("wan-cut", 1, lines)).toEqual(missing);
  });

  test("by a check of the nodes that says what to do", () => {
    const line = "node1: verify: FAILED corosync runs (failed); next: systemctl start corosync";
    expect(missingInExplanation("corosync-killed", 1, [line])).toEqual([]);
  });

  test("nothing where it went through", () => {
    expect(missingInExplanation("reboot", 0, [])).toEqual([]);
  });
});

describe("where Terraform was killed", () => {
  const left = "wan-cluster: the deploy did not get to its end, this is left to do:";

  test("the closing check says what is left, and fails", () => {
    expect(missingInExplanation("terraform-killed", 1, [left, "next: deploy again"])).toEqual([]);
  });

  test("an exit code of 0 is a lie, and silence no explanation", () => {
    expect(missingInExplanation("terraform-killed", 0, [])).toEqual([
      "Terraform was killed, but the exit code is 0",
      "it does not say what is left to do",
      "it does not say what to do next",
    ]);
  });
});

describe("how it healed", () => {
  const said = step("node2: join: changed: finished an interrupted join: certificate");
  const steps = ["join · node2", "join · node3", "verify · all"];

  test("in the words of the step that repaired something", () => {
    expect(howItHealed(1, { lines: [said, said], steps })).toBe(
      "node2: join: changed: finished an interrupted join: certificate",
    );
  });

  test("by going on", () => {
    const lines = [step("node2: join: changed: joined")];
    expect(howItHealed(1, { lines, steps })).toBe(
      "went on: join · node2, join · node3, verify · all",
    );
    expect(howItHealed(1, { lines, steps: [...steps, ...steps] })).toMatch(/ and 1 more$/);
  });

  test("with nothing to do", () => {
    const healing = { lines: ["No changes."], steps: [] };
    expect(howItHealed(0, healing)).toBe("the first deploy went through");
    expect(howItHealed(1, healing)).toBe("by itself: nothing was left to do");
  });
});

test("facts that are not as they must be, whatever the order of names", () => {
  const expected = { quorate: true, addresses: { a: "1", b: "2" }, failed: [] as string[] };
  expect(differences(expected, { ...expected, addresses: { b: "2", a: "1" } })).toEqual([]);
  expect(differences(expected, { ...expected, quorate: false, failed: ["x.service"] })).toEqual([
    "quorate is false and not true",
    'failed is ["x.service"] and not []',
  ]);
});
