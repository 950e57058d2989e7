#!/usr/bin/env node
import * as path from "node:path";
import { parseArgs } from "node:util";
import { isInitialised, wasCutOff } from "./cut-off";
import { installedEngine } from "./engine";
import { measureLatency } from "./latency";
import { recheckArguments } from "./recheck";
import { runHere } from "./run";
import { commandRecorders, reportSoak, SOAK_ACTIONS, soakSettings } from "./soak";
import { meantStack, Stack } from "./stacks";
import { topologiesOf } from "./synthesised";
import { topologyJson, topologyPages, writeTopology } from "./topology";
import { verifySideBySide } from "./verify";

const USAGE = `usage: cdktf-proxmox-wan COMMAND [--stack-dir DIR]

  topology      draws sites, nodes and tunnels, and says who keeps quorum when what fails: topology.svg, .mmd and .md
                beside the synthesised stack, the table also on standard output
  latency       measures all pairs of nodes for half a minute, through the tunnels and beside them, and recommends corosync's timers
  soak start    lets every node record for 24 hours (--hours) how the cluster fares
  soak report   judges what they have recorded: status 0 passed, 1 failed, 3 not finished yet
  soak stop     ends the recorders before their time; what they have recorded stays
  verify        checks every service and every fact on every node of the last deploy, and changes nothing
  recheck-args  prints arguments of "apply" that run every step again, so that what drifted is put right:
                TF_CLI_ARGS_apply="$(npx cdktf-proxmox-wan recheck-args)" cdktf deploy

  --if-cut-off     recheck-args: only if Terraform was killed in the middle of the last deploy, and nothing otherwise
  --hours HOURS    soak start: how long, 0.01 to 168
  --html FILE      soak report: writes a page, too, with plots of every tunnel; it needs no network
  --json           topology, latency, soak report, verify: prints all of it for programs, and writes nothing
  --stack-dir DIR  the synthesised stack, cdktf.out/stacks/NAME; not needed where there is only one`;

const COMMANDS = [
  ...["topology", "latency", "verify", "recheck-args"],
  ...SOAK_ACTIONS.map((action) => `soak ${action}`),
];

/** For readers, not for programs. */
const say = (line: string): void => void process.stderr.write(`${line}\n`);

export async function command(
  args: readonly string[],
  project: string,
  print: (text: string) => void,
): Promise<number> {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        "stack-dir": { type: "string" },
        "if-cut-off": { type: "boolean" },
        hours: { type: "string", default: "24" },
        html: { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    say(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  const { values, positionals } = parsed;
  if (values.help) {
    print(USAGE);
    return 0;
  }
  const name = positionals.join(" ");
  if (!COMMANDS.includes(name)) {
    say(USAGE);
    return 2;
  }
  const asked = name === "soak start" ? soakSettings(values.hours) : [];
  const page = values.html === undefined ? undefined : path.resolve(project, values.html);
  const stack = meantStack(project, values["stack-dir"]);
  if (name === "topology") return drawTopology(stack, values.json === true, print);
  if (name === "recheck-args" && !values["if-cut-off"]) {
    print(recheckArguments([stack]));
    return 0;
  }
  const toolchain = { terraformBinary: installedEngine(process.env) };
  const context = { run: runHere, env: process.env, toolchain, say };
  if (name === "verify") return verifySideBySide(stack, context, values.json === true, print);
  if (name === "latency") return measureLatency(stack, context, values.json === true, print);
  if (name === "soak start") return commandRecorders("start", stack, context, asked);
  if (name === "soak stop") return commandRecorders("stop", stack, context);
  if (name === "soak report")
    return reportSoak(stack, context, { forPrograms: values.json === true, page }, print);
  if (!isInitialised(stack)) {
    say(`${stack.directory} is not initialised, so its state cannot be read`);
    say("next: run cdktf diff, then ask again");
    return 1;
  }
  print((await wasCutOff(stack, context)) ? recheckArguments([stack]) : "");
  return 0;
}

async function drawTopology(
  stack: Stack,
  forPrograms: boolean,
  print: (text: string) => void,
): Promise<number> {
  if (Object.keys(topologiesOf(stack)).length === 0) {
    say(`${stack.directory} holds no ProxmoxWanCluster, or one that an older version synthesised`);
    say("next: run cdktf synth, then ask again");
    return 1;
  }
  if (forPrograms) {
    print(topologyJson(stack));
    return 0;
  }
  for (const file of await writeTopology(stack)) say(`written: ${file}`);
  print(topologyPages(stack).trimEnd());
  return 0;
}

if (require.main === module) {
  command(process.argv.slice(2), process.cwd(), (text) => process.stdout.write(`${text}\n`)).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      say((error as Error).message);
      process.exitCode = 1;
    },
  );
}
