import {
  durations,
  finalLine,
  JestFile,
  JestReport,
  summarise,
} from "../../../scripts/test/summary";

function file(statuses: string[], status = "passed"): JestFile {
  return {
    name: "/project/__tests__/a.test.ts",
    status,
    message: "",
    startTime: 1000,
    endTime: 3500,
    assertionResults: statuses.map((one, index) => ({ status: one, fullName: `test ${index}` })),
  };
}
const report = (...files: JestFile[]): JestReport => ({ testResults: files });

describe("what npm test counts", () => {
  test("passed and failed tests of all files", () => {
    const summary = summarise(
      "unit",
      report(file(["passed", "passed"]), file(["passed", "failed"], "failed")),
      1,
    );
    expect(summary).toEqual({ passed: 3, failed: 1, remarks: [] });
  });

  test.each(["pending", "skipped", "todo", "disabled"])("a %s test has failed", (status) => {
    const summary = summarise("unit", report(file(["passed", status])), 0);
    expect(summary).toMatchObject({ passed: 1, failed: 1 });
    expect(summary.remarks).toEqual([`did not run (${status}): test 1`]);
  });

  test("a file that could not be loaded has failed", () => {
    expect(summarise("unit", report(file(["passed"]), file([], "failed")), 1)).toMatchObject({
      passed: 1,
      failed: 1,
    });
  });

  test("a file whose clearing up failed has failed although its tests passed", () => {
    expect(summarise("unit", report(file(["passed"], "failed")), 1)).toMatchObject({
      passed: 1,
      failed: 1,
    });
  });

  test("no test at all is a failure", () => {
    expect(summarise("lab", report(), 0)).toMatchObject({ passed: 0, failed: 1 });
  });

  test("no report is a failure", () => {
    expect(summarise("lab", undefined, 137)).toMatchObject({ passed: 0, failed: 1 });
  });

  test("jest's own exit code counts when the tests do not explain it", () => {
    const summary = summarise("unit", report(file(["passed"])), 1);
    expect(summary).toMatchObject({ passed: 1, failed: 1 });
    expect(summary.remarks).toEqual(["unit: every test passed, but jest ended with 1"]);
  });

  test("the last line is what is looked for", () => {
    expect(finalLine({ passed: 12, failed: 0, remarks: [] })).toBe("12 passed, 0 failed");
  });

  test("durations come with the slowest file first", () => {
    const quick = { ...file(["passed"]), name: "/project/b.test.ts", endTime: 1500 };
    expect(durations(report(quick, file(["passed", "passed"])), "/project")).toEqual([
      "     2.5 s  __tests__/a.test.ts (2 tests)",
      "     0.5 s  b.test.ts (1 test)",
    ]);
  });
});
