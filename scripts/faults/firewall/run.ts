import * as fs from "node:fs";
import * as path from "node:path";
import { Lab, LabCommandError, ProxmoxVersion } from "../../../lab";
import { cacheDirectory } from "../../../lab/cache";
import { Toolchain } from "../../../lab/toolchain";
import { keep } from "../results";
import { WatchedDeploy } from "../watched-deploy";
import { DeployedRuleset } from "./deploys";
import { isSound, lockoutFile, LockoutResult } from "./results";
import { Ruleset } from "./ruleset";
import { Subject } from "./subject";
import { Deploy, Trial, tryRuleset } from "./trial";

export interface LockoutRun {
  readonly rulesets: readonly Ruleset[];
  readonly deploys: readonly DeployedRuleset[];
  /** Rulesets are tried side by side, one on each. */
  readonly nodes: number;
  readonly pve: ProxmoxVersion;
  /** Undefined where nothing is deployed. */
  readonly toolchain?: Toolchain;
  readonly commit: string;
  readonly say: (line: string) => void;
}

/** The shortest that the library allows. */
const CONFIRM_SECONDS = 10;
const LAST_WORDS = 12;
const LAB = "firewall";
const APP = "node -r tsx/cjs scripts/faults/firewall/app.ts";

/** Tries rulesets on the nodes of one lab; what needs a whole deploy comes last, on one of them. */
export async function runLockouts(run: LockoutRun): Promise<LockoutResult[]> {
  const lab = await Lab.up({ name: LAB, pve: run.pve, nodes: run.nodes, log: run.say });
  try {
    const subjects = await Promise.all(lab.nodes.map((node) => Subject.prepare(lab, node)));
    const waiting = [...run.rulesets];
    const results: LockoutResult[] = [];
    await Promise.all(
      subjects.map(async (subject) => {
        for (let one = waiting.shift(); one; one = waiting.shift()) {
          results.push(await tried(one, subject, byScript(one, subject, CONFIRM_SECONDS), run));
        }
      }),
    );
    for (const one of run.deploys) {
      results.push(await tried(one, subjects[0], byDeploy(one, subjects[0], run), run));
    }
    return results;
  } finally {
    await lab.down();
  }
}

async function tried(
  ruleset: Ruleset | DeployedRuleset,
  subject: Subject,
  deploy: Deploy,
  { pve, commit, say }: LockoutRun,
): Promise<LockoutResult> {
  const { name, kind, refused, sshPort } = ruleset;
  const owner = "owner" in ruleset ? ruleset.owner : undefined;
  const trial = { name, kind, subject, refused, sshPort, deploy, confirmSeconds: CONFIRM_SECONDS };
  const result: LockoutResult = {
    ruleset: name,
    kind,
    pve,
    date: new Date().toISOString().slice(0, 10),
    commit,
    by: "text" in ruleset ? "confirm.sh" : "deploy",
    ...(await arrangedAndTried(ruleset, trial, owner)),
  };
  if (!isSound(result)) subject.distrust();
  keep(result, lockoutFile());
  tell(result, say);
  return result;
}

async function arrangedAndTried(
  ruleset: Ruleset | DeployedRuleset,
  trial: Trial,
  owner: DeployedRuleset["owner"],
): Promise<Awaited<ReturnType<typeof tryRuleset>>> {
  const { lab, node } = trial.subject;
  try {
    await trial.subject.arrange(ruleset);
    if (owner) await lab.console(node, owner.does);
    const outcome = await tryRuleset(trial);
    if (owner) await lab.console(node, owner.undoes);
    return outcome;
  } catch (error) {
    if (!(error instanceof LabCommandError)) throw error;
    return { notRun: error.message, lockedOut: false, problems: [], screen: [] };
  }
}

/** As Terraform does it. */
export function byScript(
  { text, sshPort }: Ruleset,
  subject: Subject,
  confirmSeconds: number,
): Deploy {
  return async () => {
    const input = `node=${subject.node}\nconfirmSeconds=${confirmSeconds}\n\n${text}`;
    const options = { port: sshPort, timeoutSeconds: 300 };
    const { code, stderr } = await subject.script(
      "confirm",
      "firewall",
      { PVE_WAN_INPUT: input },
      options,
    );
    return { code, screen: stderr.trim().split("\n").slice(-LAST_WORDS) };
  };
}

function byDeploy(
  { name }: DeployedRuleset,
  { lab, node, hostKey }: Subject,
  { toolchain }: LockoutRun,
): Deploy {
  const directory = path.join(cacheDirectory(), "faults", "firewall");
  return async () => {
    fs.rmSync(directory, { recursive: true, force: true });
    fs.mkdirSync(directory, { recursive: true });
    const env = {
      FIREWALL_DEPLOY: name,
      FIREWALL_NODE: node,
      FIREWALL_ADDRESS: lab.address(node),
      FIREWALL_HOST_KEY: hostKey,
      FIREWALL_CONFIRM_SECONDS: String(CONFIRM_SECONDS),
    };
    return WatchedDeploy.run({ lab, toolchain: toolchain!, directory, app: APP, env });
  };
}

function tell({ ruleset, effect, notRun, ...rest }: LockoutResult, say: LockoutRun["say"]): void {
  if (effect === undefined) return say(`${ruleset}: does not count: ${notRun}`);
  const { secondsUntilBack: seconds, lockedOut, problems } = rest;
  const back = seconds === undefined ? "" : `, back after ${seconds.toFixed(1)} s`;
  say(`${ruleset}: ${effect}${back}${lockedOut ? ", LOCKED OUT" : ""}`);
  problems.forEach((line) => say(`${ruleset}:   ${line}`));
}
