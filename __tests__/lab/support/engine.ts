import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toolchain } from "../../../lab/toolchain";

/** What the real engine makes of JSON values, all in one plan: each is an output of its own. */
export async function evaluated(values: readonly unknown[]): Promise<unknown[]> {
  const folder = mkdtempSync(join(tmpdir(), "strings-"));
  const output = Object.fromEntries(values.map((value, index) => [`t${index}`, { value }]));
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ output }));
  const { terraformBinary, env } = await toolchain(() => undefined);
  const engine = (...args: string[]): string =>
    execFileSync(terraformBinary, args, {
      cwd: folder,
      env: { ...process.env, ...env },
      encoding: "utf8",
      maxBuffer: 2 ** 30,
    });
  try {
    engine("init", "-input=false");
    engine("apply", "-auto-approve", "-input=false");
    const outputs = JSON.parse(engine("output", "-json")) as Record<string, { value: unknown }>;
    return values.map((_, index) => outputs[`t${index}`]?.value);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
