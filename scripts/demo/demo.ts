import * as fs from "node:fs";
import * as path from "node:path";
import { cacheDirectory } from "../../lab/cache";
import { Lab } from "../../lab";
import { toolchain } from "../../lab/toolchain";
import { deployOnLab, outputOf, stateOf } from "./deploy-on-lab";
import { Fact } from "./facts";
import { gather } from "./gather";
import { lastScreen } from "./last-screen";
import { Screen } from "./screen";
import { constructPaths, nodeNames } from "./synthesised";
import { saysNoChanges } from "./terraform-output";
import { renderTimeline, StepName, stepName, Timeline } from "./timeline";

/** Brings the lab up, deploys onto it, and shows what was built; 0 only if all of it is as it must be. */
export async function demo(up: (log: (line: string) => void) => Promise<Lab>): Promise<number> {
  const timeline = new Timeline();
  let nameOf: (address: string) => StepName = (address) => ({ step: address, node: "" });
  const logFile = path.join(cacheDirectory(), "demo.log");
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  let phase = "";
  const screen: Screen = new Screen(logFile, () => {
    const running = timeline.unfinished.map(({ address, startedSeconds }) => {
      const { step, node } = nameOf(address);
      return `${step} · ${node} ${Math.round(screen.seconds - startedSeconds)} s`;
    });
    return running.join(", ") || phase;
  });
  const say = (line = "") => screen.say(line);
  try {
    say(`full log: ${logFile}`);
    heading(say, "Lab");
    phase = "bringing the hosts up …";
    const lab = await up(say);
    say(`lab "${lab.name}": ${lab.nodes.map((node) => `${node} ${lab.address(node)}`).join(", ")}`);

    heading(say, "Deploy");
    const tools = await toolchain(say);
    say(tools.description);
    const directory = path.join(cacheDirectory(), "labs", lab.name, "demo");
    const deploy = { lab, toolchain: tools, directory };
    fs.mkdirSync(directory, { recursive: true });
    await forgetStateOfOtherHosts(lab, stateOf(deploy), say);

    phase = "Terraform is at work …";
    const output: string[] = [];
    const began = screen.seconds;
    const code = await deployOnLab({
      ...deploy,
      onLine: (line) => {
        screen.log(line);
        output.push(line);
        const finished = timeline.take(line, screen.seconds);
        if (timeline.spans.length === 1) nameOf = namesFrom(outputOf(deploy));
        if (finished) say(finishedLine(screen.seconds - began, nameOf(finished.address)));
      },
    });
    const seconds = (screen.seconds - began).toFixed(1);
    if (code !== 0) {
      heading(say, "Failed");
      lastScreen(output, timeline.unfinished, nameOf).forEach(say);
      say();
      say(`the deploy failed after ${seconds} s (status ${code}); the whole output: ${logFile}`);
      say(
        "next: the lab stays up; npm run demo goes on where it ended, npm run lab -- down ends it",
      );
      return 1;
    }
    if (saysNoChanges(output)) say("No changes: the cluster already is what main.ts describes");
    say(`deployed and checked in ${seconds} s`);

    phase = "asking the nodes what became of them …";
    const facts = await gather(lab, nodeNames(outputOf(deploy)));
    facts.forEach((fact) => showFact(say, fact));
    heading(say, "Timeline");
    renderTimeline(timeline.spans, nameOf).forEach(say);

    const problems = facts.flatMap((fact) => fact.problems);
    if (problems.length > 0) {
      heading(say, "Not as it must be");
      problems.forEach(say);
      return 1;
    }
    heading(say, "Yours to play with");
    PLAY.forEach(([command, what]) => say(`${command.padEnd(72)} ${what}`));
    return 0;
  } finally {
    screen.end();
  }
}

const PLAY: [command: string, what: string][] = [
  ["npm run lab -- ssh node1", "log in"],
  ["npm run lab -- ssh node1 journalctl -u corosync", "look around"],
  ["npm run lab -- console node1", "log in without the network"],
  [
    `npm run lab -- wan '{"links":{"node1-node3":{"lossPercent":100}}}'`,
    "break a link; null instead of {…} heals it",
  ],
  ["npm run lab -- power node3 cut", "break a node; on brings it back"],
  ["npm run demo", "deploy again: no changes"],
  ["npm run lab -- down", "tear it all down"],
];

function heading(say: (line?: string) => void, title: string): void {
  say();
  say(`── ${title} ${"─".repeat(Math.max(0, 70 - title.length))}`);
}

function showFact(say: (line?: string) => void, { title, lines }: Fact): void {
  heading(say, title);
  lines.forEach(say);
}

function finishedLine(seconds: number, { step, node }: StepName): string {
  return `${seconds.toFixed(1).padStart(7)} s  ${step} · ${node}`;
}

function namesFrom(output: string): (address: string) => StepName {
  const paths = constructPaths(output);
  const nodes = nodeNames(output);
  return (address) => stepName(paths.get(address) ?? address, nodes);
}

/** A lab that was reset or made anew has bare hosts; what Terraform remembers of their predecessors would hide that. */
async function forgetStateOfOtherHosts(
  lab: Lab,
  state: string,
  say: (line: string) => void,
): Promise<void> {
  if (!fs.existsSync(state)) return;
  const probes = await Promise.all(
    lab.nodes.map((node) => lab.console(node, "test -e /usr/local/sbin/pve-wan", { check: false })),
  );
  if (probes.some(({ code }) => code === 0)) return;
  say("the hosts are bare again: forgetting what Terraform knew of the ones before");
  fs.rmSync(state, { force: true });
  fs.rmSync(`${state}.backup`, { force: true });
}
