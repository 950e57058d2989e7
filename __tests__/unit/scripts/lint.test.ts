import { lint } from "../../../scripts/lint/lint";
import type { Check } from "../../../scripts/lint/checks";

const check = (name: string, script: string): Check => ({
  name,
  argv: async () => [process.execPath, "-e", script],
});

test("every check counts, whichever of those side by side ends first", async () => {
  const said: string[] = [];
  const { passed, failed } = await lint(
    (line) => said.push(line),
    [
      check("slow", "setTimeout(() => 0, 1000)"),
      check("wrong", "console.error('found'); process.exit(1)"),
      check("right", ""),
    ],
  );
  expect({ passed, failed }).toEqual({ passed: 2, failed: 1 });
  expect(said.join("\n")).toMatch(/wrong: failed\n[^]*found/);
});
