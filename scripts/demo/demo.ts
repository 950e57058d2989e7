import * as fs from "node:fs";
import * as path from "node:path";
import { Lab } from "../../lab";
import { cacheDirectory } from "../../lab/cache";
import { toolchain } from "../../lab/toolchain";
import { deployOnLab, LabDeploy, outputOf, stateOf } from "./deploy-on-lab";
import { gather } from "./gather";
import { lastScreen } from "./last-screen";
import { LiveDeploy } from "./live";
import { play } from "./play";
import { Screen } from "./screen";
import { nodeNames } from "./synthesised";
import { saysNoChanges } from "./terraform-output";
import { renderTimeline } from "./timeline";

type Say = (line?: string) => void;

/** Brings the lab up, deploys onto it, and shows what was built; 0 only if all of it is as it must be. */
export async function demo(up: (log: Say) => Promise<Lab>): Promise<number> {
  const logFile = path.join(cacheDirectory(), "demo.log");
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const screen = new Screen(logFile);
  const say: Say = (line) => screen.say(line);
  try {
    say(`full log: ${logFile}`);
    heading(say, "Lab");
    screen.status = () => "bringing the hosts up …";
    const lab = await up(say);
    say(`lab "${lab.name}": ${lab.nodes.map((node) => `${node} ${lab.address(node)}`).join(", ")}`);

    heading(say, "Deploy");
    const tools = await toolchain(say);
    say(tools.description);
    const directory = path.join(cacheDirectory(), "labs", lab.name, "demo");
    fs.mkdirSync(directory, { recursive: true });
    const deploy = { lab, toolchain: tools, directory };
    await forgetStateOfOtherHosts(lab, stateOf(deploy), say);

    const live = new LiveDeploy(outputOf(deploy));
    if (!(await watchDeploy(deploy, live, screen))) return 1;
    return (await showWhatWasBuilt(lab, outputOf(deploy), live, screen)) ? 0 : 1;
  } finally {
    screen.end();
  }
}

/** Deploys, telling each step as it ends, and returns whether all went well. */
async function watchDeploy(
  deploy: Omit<LabDeploy, "onLine">,
  live: LiveDeploy,
  screen: Screen,
): Promise<boolean> {
  const say: Say = (line) => screen.say(line);
  const began = screen.seconds;
  screen.status = () => live.running(screen.seconds) || "Terraform is at work …";
  const code = await deployOnLab({
    ...deploy,
    onLine: (line) => {
      screen.log(line);
      const finished = live.take(line, screen.seconds);
      const at = (screen.seconds - began).toFixed(1).padStart(7);
      if (finished) say(`${at} s  ${finished.step} · ${finished.node}`);
    },
  });
  const seconds = (screen.seconds - began).toFixed(1);
  if (code === 0) {
    live.timeline.succeeded();
    if (saysNoChanges(live.lines)) say("No changes: the cluster already is what main.ts describes");
    say(`deployed and checked in ${seconds} s`);
    return true;
  }
  heading(say, "Failed");
  lastScreen(live.lines, live.timeline.unfinished, live.names).forEach((line) => say(line));
  say();
  say(`the deploy failed after ${seconds} s (status ${code}); the whole output: ${screen.logFile}`);
  say("next: the lab stays up; npm run demo goes on where it ended, npm run lab -- down ends it");
  return false;
}

/** Asks the nodes and returns whether everything they say is as it must be. */
async function showWhatWasBuilt(
  lab: Lab,
  output: string,
  live: LiveDeploy,
  screen: Screen,
): Promise<boolean> {
  const say: Say = (line) => screen.say(line);
  screen.status = () => "asking the nodes what became of them …";
  const facts = await gather(lab, nodeNames(output));
  for (const { title, lines } of facts) section(say, title, lines);
  section(say, "Timeline", renderTimeline(live.timeline.spans, live.names));
  const problems = facts.flatMap((fact) => fact.problems);
  if (problems.length > 0) section(say, "Not as it must be", problems);
  else section(say, "Yours to play with", play(lab.name));
  return problems.length === 0;
}

function section(say: Say, title: string, lines: readonly string[]): void {
  heading(say, title);
  lines.forEach((line) => say(line));
}

function heading(say: Say, title: string): void {
  say();
  say(`── ${title} ${"─".repeat(Math.max(0, 70 - title.length))}`);
}

/** A lab that was reset or made anew has bare hosts; what Terraform remembers of their predecessors would hide that. */
async function forgetStateOfOtherHosts(lab: Lab, state: string, say: Say): Promise<void> {
  if (!fs.existsSync(state)) return;
  const probes = await Promise.all(
    lab.nodes.map((node) => lab.console(node, "test -e /usr/local/sbin/pve-wan", { check: false })),
  );
  if (probes.some(({ code }) => code === 0)) return;
  say("the hosts are bare again: forgetting what Terraform knew of the ones before");
  fs.rmSync(state, { force: true });
  fs.rmSync(`${state}.backup`, { force: true });
}
