import * as fs from "node:fs";
import * as path from "node:path";
import { Lab } from "../../lab";
import { cacheDirectory } from "../../lab/cache";
import { Toolchain } from "../../lab/toolchain";
import { saysNoChanges } from "../demo/terraform-output";
import { Cell } from "./cells";
import { clusterProblems } from "./cluster-facts";
import { missingInExplanation } from "./explanation";
import { howItHealed } from "./healing";
import { Trigger } from "./inject";
import { INJECTIONS } from "./injections";
import { leftovers } from "./leftovers";
import { OwnersThings } from "./owner";
import { printedRepair } from "./printed-repair";
import { CellResult } from "./results";
import { exposedSecrets } from "./secrets";
import { DeployEnd, WatchedDeploy } from "./watched-deploy";

export interface Bench {
  /** With bare hosts. */
  readonly lab: Lab;
  readonly toolchain: Toolchain;
  readonly commit: string;
  readonly say: (line: string) => void;
}

type Deploy = { lab: Lab; toolchain: Toolchain; directory: string };
type Outcome = Omit<CellResult, "cell" | "pve" | "date" | "commit">;

/** A fresh deploy with the fault, a second one that has to heal, a third one that has nothing to do. */
export async function runCell(cell: Cell, bench: Bench): Promise<CellResult> {
  const { lab, toolchain, commit } = bench;
  const directory = path.join(cacheDirectory(), "faults", lab.name);
  fs.rmSync(directory, { recursive: true, force: true });
  fs.mkdirSync(directory, { recursive: true });
  const date = new Date().toISOString().slice(0, 10);
  const outcome = await outcomeOf(cell, { lab, toolchain, directory }, bench.say);
  return { cell: cell.name, pve: lab.pve, date, commit, ...outcome };
}

async function outcomeOf(
  cell: Cell,
  deploy: Deploy,
  say: (line: string) => void,
): Promise<Outcome> {
  const things = await OwnersThings.put(deploy.lab, deploy.directory);
  const scene = { ...deploy, place: cell.place };
  const injection = INJECTIONS[cell.fault](scene);
  const trigger = new Trigger(cell, scene, injection, say);
  const ended = await WatchedDeploy.run(deploy, ({ live }) => trigger.look(live));
  keepOutput(deploy, "first", ended);
  say(
    `${cell.name}: the first deploy ended with ${ended.code} after ${ended.seconds.toFixed(0)} s`,
  );
  const { code, seconds, screen } = ended;
  const first = { code, seconds: Math.round(seconds), screen };

  let effect: string;
  try {
    effect = await trigger.effect();
    provenBy(ended, injection.mustStop);
  } catch (error) {
    return { notRun: (error as Error).message, first, badlyExplained: [], problems: [] };
  }
  await injection.giveBack?.();
  const badlyExplained = missingInExplanation(cell.fault, code, ended.lines);

  const second = await WatchedDeploy.run(deploy);
  keepOutput(deploy, "second", second);
  say(`${cell.name}: the second one with ${second.code} after ${second.seconds.toFixed(0)} s`);
  const decided = await afterPrintedRepair(second, deploy, say);
  const healing = decided?.deploy ?? second;
  const how = [decided?.how, howItHealed(code, healing)].filter(Boolean).join("; ");
  const problems = await problemsAfter(healing, deploy, things);
  const secondsToHeal = second.seconds + (decided?.deploy.seconds ?? 0);
  return { effect, first, badlyExplained, secondsToHeal, how, problems };
}

/** Where a deploy printed a command that only a person may decide on: what comes of it, done as printed. */
async function afterPrintedRepair(
  { code, lines }: DeployEnd,
  deploy: Deploy,
  say: (line: string) => void,
): Promise<{ how: string; deploy: DeployEnd } | undefined> {
  const repair = code === 0 ? undefined : printedRepair(lines);
  if (!repair) return undefined;
  await deploy.lab.console(repair.node, repair.command);
  const again = await WatchedDeploy.run(deploy);
  keepOutput(deploy, "after-repair", again);
  const how = `as printed, "${repair.command}" on ${repair.node}`;
  say(`${how}; the deploy after it ended with ${again.code}`);
  return { how, deploy: again };
}

/** Where only the deploy itself can show that the fault met it. */
function provenBy({ unfinished }: DeployEnd, mustStop: string | undefined): void {
  if (mustStop === undefined || unfinished.some((step) => step.startsWith(mustStop))) return;
  throw new Error(`the fault did not stop the step ${mustStop}`);
}

async function problemsAfter(
  second: DeployEnd,
  deploy: Deploy,
  things: OwnersThings,
): Promise<string[]> {
  const { lab } = deploy;
  if (second.code !== 0) {
    const said = second.screen.filter((line) => /failed:|next:|FAILED/.test(line));
    return [`the second deploy ended with ${second.code}`, ...(said.length ? said : second.screen)];
  }
  const facts = await clusterProblems(lab, lab.pve, lab.nodes);
  const left = (await Promise.all(lab.nodes.map((node) => leftovers(lab, node)))).flat();
  const lost = await things.problems();
  const third = await WatchedDeploy.run(deploy);
  keepOutput(deploy, "third", third);
  const again =
    third.code === 0 && saysNoChanges(third.lines)
      ? []
      : [`the third deploy does not say "No changes" (status ${third.code})`];
  const open = await exposedSecrets(lab, deploy.directory);
  return [...facts, ...left, ...lost, ...open, ...again];
}

/** For whoever looks into a cell that did not heal. */
function keepOutput({ directory }: Deploy, which: string, { lines }: DeployEnd): void {
  fs.writeFileSync(path.join(directory, `${which}.log`), lines.join("\n"));
}
