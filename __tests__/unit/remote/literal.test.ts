import { TerraformOutput, TerraformStack, Testing, Token } from "cdktf";
import fc from "fast-check";
import { literal } from "../../../lib/remote/literal";
import { asTerraformReads } from "../../strings/reading";

const nasty = fc.string({
  unit: fc.constantFrom("$", "%", "{", "}", '"', "\\", "\n", "a", " ", "'", "`", "#", "~"),
});

test("any text reaches Terraform unchanged", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      expect(asTerraformReads(literal(text))).toBe(text);
    }),
    { numRuns: 2000 },
  );
});

test.each(["$", "$$", "%", "%%", "$%"])(
  "%s before a reference stays a sign of its own",
  (signs) => {
    const stack = new TerraformStack(Testing.app(), "stack");
    const token = Token.asString({ resolve: () => "${local.x}" });
    new TerraformOutput(stack, "out", { value: literal(`${signs}${token}{`) });
    const { output } = JSON.parse(Testing.synth(stack));
    expect(output.out.value).toBe(`\${"${signs}"}\${local.x}{`);
  },
);

test("plain text stays readable", () => {
  expect(literal("PrivateKey = @private-key@ # 100 % $HOME")).toBe(
    "PrivateKey = @private-key@ # 100 % $HOME",
  );
});
