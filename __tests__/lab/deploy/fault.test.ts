import { Lab } from "../../../lab";
import { toolchain } from "../../../lab/toolchain";
import { select } from "../../../scripts/faults/cells";
import { runCell } from "../../../scripts/faults/run-cell";

// One cell of the fault matrix, the one with most to lose; `npm run test:faults` runs them all.
const CELL = "join/power-joiner";
let lab: Lab;

beforeAll(async () => {
  lab = await Lab.up({ name: "fault", nodes: 3 });
});

afterAll(async () => {
  await lab?.down();
});

test(`${CELL}: the deploy says what happened, a second one heals it, a third one has nothing to do`, async () => {
  const { cells } = select([CELL]);
  const say = (): void => undefined;
  const bench = { lab, toolchain: await toolchain(say), commit: "", say };
  expect(await runCell(cells[0], bench)).toMatchObject({
    effect: "node2 is cut",
    badlyExplained: [],
    problems: [],
  });
});
