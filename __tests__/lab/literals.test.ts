import fc from "fast-check";
import { literal } from "../../lib/remote/literal";
import { evaluated } from "./support/engine";

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
  expect(await evaluated(texts.map(literal))).toEqual(texts);
});
