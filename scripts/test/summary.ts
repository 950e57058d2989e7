/** The part of jest's `--json` report that counts. */
export interface JestReport {
  readonly testResults: readonly JestFile[];
}

export interface JestFile {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
}

export interface Summary {
  readonly passed: number;
  readonly failed: number;
  /** What the numbers alone do not tell. */
  readonly remarks: string[];
}

export const NOTHING: Summary = { passed: 0, failed: 0, remarks: [] };

/**
 * Counts what really ran. A test that was skipped, left as a todo or never reached has not passed; a file that could
 * not be loaded, a run without tests and a run that ended badly for no visible reason are failures as well.
 */
export function summarise(what: string, report: JestReport | undefined, exitCode: number): Summary {
  if (!report) {
    return { passed: 0, failed: 1, remarks: [`${what}: jest ended with ${exitCode}, no report`] };
  }
  const files = report.testResults.map(summariseFile);
  const sum = add(NOTHING, ...files);
  if (sum.passed + sum.failed === 0) {
    return { ...sum, failed: 1, remarks: [...sum.remarks, `${what}: not one test ran`] };
  }
  if (exitCode !== 0 && sum.failed === 0) {
    const remark = `${what}: every test passed, but jest ended with ${exitCode}`;
    return { ...sum, failed: 1, remarks: [...sum.remarks, remark] };
  }
  return sum;
}

function summariseFile(file: JestFile): Summary {
  const tests = file.assertionResults;
  const passed = tests.filter(({ status }) => status === "passed").length;
  const unrun = tests.filter(({ status }) => status !== "passed" && status !== "failed");
  const failed = tests.length - passed;
  const remarks = unrun.map(({ status, fullName }) => `did not run (${status}): ${fullName}`);
  if (file.status === "failed" && failed === 0) {
    return { passed, failed: 1, remarks: [`failed outside of its tests: ${file.name}`] };
  }
  return { passed, failed, remarks };
}

export function add(...summaries: readonly Summary[]): Summary {
  return summaries.reduce((sum, one) => ({
    passed: sum.passed + one.passed,
    failed: sum.failed + one.failed,
    remarks: [...sum.remarks, ...one.remarks],
  }));
}

/** The line that everything which watches the tests looks for: alone, and the last one. */
export function finalLine({ passed, failed }: Summary): string {
  return `${passed} passed, ${failed} failed`;
}

/** The slowest first. */
export function durations(report: JestReport, root: string): string[] {
  return [...report.testResults]
    .map((file) => ({
      name: file.name.startsWith(`${root}/`) ? file.name.slice(root.length + 1) : file.name,
      seconds: Math.max(0, file.endTime - file.startTime) / 1000,
      tests: file.assertionResults.length,
    }))
    .sort((a, b) => b.seconds - a.seconds)
    .map(
      ({ name, seconds, tests }) =>
        `${seconds.toFixed(1).padStart(8)} s  ${name} (${tests} ${tests === 1 ? "test" : "tests"})`,
    );
}
