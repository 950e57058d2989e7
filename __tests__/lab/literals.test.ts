import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformOutput, TerraformStack, Testing } from "cdktf";
import fc from "fast-check";
import { toolchain } from "../../lab/toolchain";
import { literal } from "../../lib/remote/literal";

const HAND_PICKED = [
  "${x}",
  "$${x}",
  "%{if true}",
  "%%{",
  "$%{",
  "$",
  "{",
  '"',
  "\\",
  "`id`",
  "$(id)",
  "ü€𝄞",
];

test("the real engine carries any text unchanged", async () => {
  const unit = fc.constantFrom(..."${}%\"\\\n\t~ab ;#`'()<>|&ü");
  const texts = [
    ...HAND_PICKED,
    ...fc.sample(fc.string({ unit, maxLength: 40 }), { numRuns: 400, seed: 7 }),
  ];
  const stack = new TerraformStack(Testing.app(), "stack");
  texts.forEach((text, index) => new TerraformOutput(stack, `t${index}`, { value: literal(text) }));
  const folder = mkdtempSync(join(tmpdir(), "literals-"));
  writeFileSync(join(folder, "cdk.tf.json"), Testing.synth(stack));

  const { terraformBinary, env } = await toolchain(() => undefined);
  const engine = (...args: string[]): string =>
    execFileSync(terraformBinary, args, {
      cwd: folder,
      env: { ...process.env, ...env },
      encoding: "utf8",
    });
  engine("init", "-input=false");
  engine("apply", "-auto-approve", "-input=false");
  const outputs = JSON.parse(engine("output", "-json")) as Record<string, { value: string }>;
  rmSync(folder, { recursive: true });

  // An empty text is no output at all for cdktf.
  const carried = texts.map((_, index) => outputs[`t${index}`]?.value ?? "");
  expect(carried).toEqual(texts);
});
