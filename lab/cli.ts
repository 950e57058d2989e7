import { Command, InvalidArgumentError, Option } from "commander";
import { knownLabs, Lab, POWER_ACTIONS, PowerAction, takeDown } from "./index";
import { LabState } from "./state";
import { statusReport } from "./status-report";

const FAILURE = 1;
const EXAMPLES = `
Examples:
  npm run lab -- up --pve 8 --nodes 4
  npm run lab -- ssh node1 journalctl -b
  npm run lab -- runner ssh-keyscan 203.0.113.13
  npm run lab -- wan '{"links":{"node1-node3":{"lossPercent":100}}}'   cut the line between two hosts
  npm run lab -- wan '{"links":{"node1-node3":null}}'                  and mend it
  npm run lab -- power node1 node2 node3 cut                           all at the same moment`;

const program = new Command("lab")
  .description("throw-away hosts on this machine, with a WAN between them")
  .addHelpText("after", EXAMPLES)
  .enablePositionalOptions()
  .showHelpAfterError("(add --help for what is possible)");

interface Named {
  readonly name: string;
}

function command(nameAndArguments: string, description: string): Command {
  return program
    .command(nameAndArguments)
    .description(description)
    .addOption(new Option("--name <name>", "which lab").default("lab").env("LAB_NAME"));
}

command("up", "bring a lab up; it stays until 'down'")
  .addOption(
    new Option("--pve <version>", "Proxmox VE 8 (Debian 12) or 9 (Debian 13); default 9").choices([
      "8",
      "9",
    ]),
  )
  .option("--nodes <count>", "how many hosts; default 3", wholeNumber)
  .action(async (options: Named & { pve?: string; nodes?: number }) => {
    const began = Date.now();
    const pve = options.pve === undefined ? undefined : options.pve === "8" ? 8 : 9;
    const lab = await Lab.up({
      name: options.name,
      nodes: options.nodes,
      pve,
      stays: true,
      log: console.log,
    });
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    const hosts = `${lab.nodes.join(", ")} of Proxmox VE ${lab.pve}`;
    console.log(`lab "${lab.name}" is up: ${hosts} (${seconds} s)`);
  });

command("status", "what is up, and the WAN between the hosts").action((options: Named) => {
  const running = knownLabs().filter((name) => new LabState(name).initPid() !== undefined);
  if (running.includes(options.name)) console.log(statusReport(Lab.attach(options.name)));
  else console.log(`lab "${options.name}" is not up`);
  const others = running.filter((name) => name !== options.name);
  if (others.length > 0) console.log(`also up: ${others.join(", ")}`);
});

command(
  "ssh <node> [command...]",
  "log in to a host as root, or run a command there, from the runner",
)
  .passThroughOptions()
  .action(async (node: string, words: string[], options: Named) => {
    process.exitCode = await Lab.attach(options.name).sshOnTerminal(node, words);
  });

command("console <node> [command...]", "the same on a host's console, which needs no network")
  .passThroughOptions()
  .action(async (node: string, words: string[], options: Named) => {
    process.exitCode = await Lab.attach(options.name).consoleOnTerminal(node, words);
  });

command(
  "runner <command...>",
  "run a command of this machine where a deploy runs: in the lab's network",
)
  .passThroughOptions()
  .action(async (argv: string[], options: Named) => {
    process.exitCode = await Lab.attach(options.name).runnerOnTerminal(argv);
  });

command(
  "wan <json>",
  "change RTT, jitter and loss (100 is a partition) of one link or all, live",
).action(async (json: string, options: Named) => {
  const lab = Lab.attach(options.name);
  await lab.wan(parseJson(json));
  console.log(statusReport(lab));
});

command("power <nodes...>", `switch hosts: end with one of ${POWER_ACTIONS.join(", ")}`).action(
  async (words: string[], options: Named) => {
    const action = words.at(-1) as PowerAction;
    const nodes = words.slice(0, -1);
    if (!POWER_ACTIONS.includes(action) || nodes.length === 0) {
      throw new Error(`got "power ${words.join(" ")}", give NODE... ${POWER_ACTIONS.join("|")}`);
    }
    await Lab.attach(options.name).power(nodes, action);
  },
);

command("reset", "give all hosts back as if just delivered, and the WAN its first figures").action(
  async (options: Named) => Lab.attach(options.name).reset(),
);

command("down", "end the lab and remove all of it").action(async (options: Named) => {
  await takeDown(options.name);
  console.log(`lab "${options.name}" is down`);
});

program.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = FAILURE;
});

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("give a whole number.");
  return Number(text);
}

function parseJson(text: string) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`this is no JSON: ${text} (${(error as Error).message})`);
  }
}
