import { Lab } from "../../../lab";
import { RULESETS } from "../../../scripts/faults/firewall/rulesets";
import { byScript } from "../../../scripts/faults/firewall/run";
import { Subject } from "../../../scripts/faults/firewall/subject";
import { tryRuleset } from "../../../scripts/faults/firewall/trial";

// A sample of what `npm run test:faults -- firewall` tries, one after the other on each node.
const CONFIRM_SECONDS = 5;
const ON = {
  node1: ["source/many-hosts", "others/redirected-port", "syntax/no-port"],
  node2: ["conntrack/drop-established", "others/brought-along-before", "flush/in-the-middle"],
};

let lab: Lab;

beforeAll(async () => {
  lab = await Lab.up({ name: "host-firewall-lockout", nodes: 2 });
}, 300_000);

afterAll(() => lab?.down(), 60_000);

test("rulesets that cut the runner off are gone by themselves, and the deploy says so", async () => {
  const outcomes = await Promise.all(Object.entries(ON).map(([node, names]) => tryOn(node, names)));
  const expected = Object.values(ON).flat();
  expect(outcomes.flat()).toEqual(
    expected.map((name) => ({
      name,
      effect: name.startsWith("syntax/") ? "refused" : "cut off",
      notRun: undefined,
      lockedOut: false,
      problems: [],
    })),
  );
}, 120_000);

async function tryOn(node: string, names: readonly string[]) {
  const subject = await Subject.prepare(lab, node);
  const outcomes = [];
  for (const name of names) {
    const ruleset = RULESETS.find((one) => one.name === name)!;
    await subject.arrange(ruleset);
    const deploy = byScript(ruleset, subject, CONFIRM_SECONDS);
    const trial = { ...ruleset, subject, deploy, confirmSeconds: CONFIRM_SECONDS };
    const { effect, notRun, lockedOut, problems } = await tryRuleset(trial);
    outcomes.push({ name, effect, notRun, lockedOut, problems });
  }
  return outcomes;
}
