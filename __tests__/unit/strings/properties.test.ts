import fc from "fast-check";
import { keepCarried } from "../../strings/carried";
import { differences, outcomeOf, shortcomings } from "../../strings/outcome";
import { STRING_PROPS } from "../../strings/props";
import { runsOr, seed } from "../../strings/settings";
import { input } from "../../strings/texts";
import { stringPropsByType } from "../../strings/type-walk";

const runs = runsOr(300);

test("every string prop of the public API is in the list of those that are tried", () => {
  expect(Object.keys(STRING_PROPS).sort()).toEqual(stringPropsByType().sort());
}, 60_000);

test(`any text is refused with words that help, or carried unchanged (${runs} texts, seed ${seed})`, () => {
  const count = { refused: 0, carried: 0 };
  fc.assert(
    fc.property(input, (given) => {
      const outcome = outcomeOf(given);
      if ("refused" in outcome) {
        count.refused++;
        expect([outcome.refused, shortcomings(outcome.refused, given)]).toEqual([
          outcome.refused,
          [],
        ]);
        return;
      }
      count.carried++;
      const { oneOf } = STRING_PROPS[given.prop];
      if (oneOf) expect(oneOf).toContain(given.text);
      expect(differences(outcome.texts, given)).toEqual([]);
      keepCarried(given);
    }),
    { numRuns: runs, seed },
  );
  process.stderr.write(`${count.refused} texts refused, ${count.carried} carried\n`);
  expect(count.carried).toBeGreaterThan(runs / 10);
  expect(count.refused).toBeGreaterThan(runs / 10);
}, 3_600_000);
