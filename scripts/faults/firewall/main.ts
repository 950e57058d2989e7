import { parseArgs } from "node:util";
import { toolchain } from "../../../lab/toolchain";
import { labCanRun } from "../../lab-can-run";
import { DEPLOYS } from "./deploys";
import { isSound, readLockouts } from "./results";
import { Kind, KINDS } from "./ruleset";
import { RULESETS } from "./rulesets";
import { runLockouts } from "./run";

const USAGE =
  "usage: npm run test:faults -- firewall [KIND | KIND/RULESET | deploy]... [--list] [--pve 8|9] [--nodes N] [--again]";
const MOST_NODES = 8;

export interface Context {
  readonly say: (line: string) => void;
  /** Writes the page that the results stand on. */
  readonly write: () => Promise<number>;
  readonly version: () => Promise<string>;
}

/** npm run test:faults -- firewall: rulesets that cut the runner off, and whether it gets back in. */
export async function firewall(args: string[], { say, write, version }: Context): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      list: { type: "boolean", default: false },
      pve: { type: "string", default: "9" },
      nodes: { type: "string", default: "3" },
      again: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const refuse = (text: string): number => {
    say(`${text}\n${USAGE}`);
    return 2;
  };
  if (values.help) {
    say(USAGE);
    return 0;
  }
  const all = [...RULESETS, ...DEPLOYS];
  const meant = (name: string, word: string) => name === word || name.startsWith(`${word}/`);
  const unknown = positionals.filter((word) => !all.some(({ name }) => meant(name, word)));
  if (unknown.length > 0) return refuse(`there is no ruleset ${unknown.join(", ")}`);
  const wanted = <T extends { name: string }>(list: readonly T[]): T[] =>
    list.filter(
      ({ name }) => positionals.length === 0 || positionals.some((word) => meant(name, word)),
    );
  if (values.list) {
    wanted(all).forEach(({ name, kind }) =>
      process.stdout.write(`${name.padEnd(36)} ${KINDS[kind as Kind]}\n`),
    );
    return 0;
  }
  const [pve, nodes] = [Number(values.pve), Number(values.nodes)];
  if (pve !== 8 && pve !== 9) return refuse(`--pve ${values.pve}: there are 8 and 9`);
  if (!(Number.isInteger(nodes) && nodes >= 1 && nodes <= MOST_NODES)) {
    return refuse(`--nodes ${values.nodes}: a number from 1 to ${MOST_NODES}`);
  }
  if (!(await labCanRun())) return 1;

  const tried = readLockouts().filter((result) => result.pve === pve && result.effect);
  const isLeft = ({ name }: { name: string }) =>
    values.again || !tried.some(({ ruleset }) => ruleset === name);
  const left = {
    rulesets: wanted(RULESETS).filter(isLeft),
    deploys: wanted(DEPLOYS).filter(isLeft),
  };
  const count = left.rulesets.length + left.deploys.length;
  say(`${wanted(all).length} rulesets, ${count} to try, ${nodes} side by side`);
  if (count > 0) {
    const found = left.deploys.length > 0 ? await toolchain(say) : undefined;
    await runLockouts({ ...left, nodes, pve, toolchain: found, commit: await version(), say });
  }
  await write();
  const names = new Set(wanted(all).map(({ name }) => name));
  const bad = readLockouts().filter(
    (result) => result.pve === pve && names.has(result.ruleset) && !isSound(result),
  );
  say(`not survived, or without effect: ${bad.length}`);
  bad.forEach(({ ruleset }) => say(`  ${ruleset}`));
  return bad.length === 0 ? 0 : 1;
}
