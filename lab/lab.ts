import * as fs from "node:fs";
import { lock, Log } from "./cache";
import { CommandOptions, Result, run, runOnTerminal } from "./command";
import { deliverHosts } from "./delivery";
import { hostPid, inRunner, onConsole } from "./entering";
import { ProxmoxVersion } from "./image";
import { start, stop } from "./lifecycle";
import { hostFailed, PowerAction, switchPower } from "./power";
import { missingForLab } from "./requirements";
import { DEFAULT_NAME, LabFacts, LabState } from "./state";
import { address6Of, addressOf, MOST_NODES, RUNNER_ADDRESS, RUNNER_ADDRESS6 } from "./topology";
import { waitUntil } from "./wait";
import { linkBetween, mergeWan, UNCHANGED_WAN, WanChange, WanState } from "./wan";
import { applyWan, lostAtUplink, readWan } from "./wan-control";

export interface LabOptions {
  /** @default "lab" */
  readonly name?: string;
  /** Proxmox VE 8 is on Debian 12, 9 on Debian 13. @default 9 */
  readonly pve?: ProxmoxVersion;
  /** @default 3 */
  readonly nodes?: number;
  /** Whether the lab stays until it is taken down. Otherwise it ends with this process. @default false */
  readonly stays?: boolean;
  /** Hears what takes long. @default - nobody */
  readonly log?: Log;
}

const BOOT_SECONDS = 60;

/** Throw-away hosts on this machine, with a WAN between them. */
export class Lab {
  /** Brings a lab up. One that is to stay may be up already. */
  static async up(options: LabOptions = {}): Promise<Lab> {
    const state = new LabState(options.name);
    if (state.initPid() === undefined) await refuseIncapableMachine();
    const unlock = await lockLab(state);
    try {
      if (state.initPid() !== undefined) return matching(Lab.attach(state.name), options);
      const count = options.nodes ?? 3;
      if (!Number.isInteger(count) || count < 1 || count > MOST_NODES) {
        throw new Error(`a lab cannot have ${count} nodes: give a number from 1 to ${MOST_NODES}`);
      }
      const started = await start(state, options.pve ?? 9, count, options.log ?? (() => undefined));
      const lab = Lab.attach(state.name);
      await lab.waitForSsh();
      if (options.stays) started.keep();
      else started.bind();
      return lab;
    } finally {
      await unlock();
    }
  }

  /** The lab of that name, which must be up. */
  static attach(name: string = DEFAULT_NAME): Lab {
    const state = new LabState(name);
    if (state.initPid() === undefined) {
      const option = name === DEFAULT_NAME ? "" : ` --name ${name}`;
      throw new Error(`the lab "${name}" is not up: npm run lab -- up${option}`);
    }
    return new Lab(state, state.readFacts());
  }

  readonly runnerAddress = RUNNER_ADDRESS;
  readonly runnerAddress6 = RUNNER_ADDRESS6;

  private constructor(
    private readonly state: LabState,
    private readonly facts: LabFacts,
  ) {}

  get name(): string {
    return this.facts.name;
  }

  get pve(): ProxmoxVersion {
    return this.facts.pve;
  }

  get nodes(): string[] {
    return [...this.facts.nodes];
  }

  /** The runner's private key, which root of every host accepts. */
  get sshKeyPath(): string {
    return this.state.path("runner/id_ed25519");
  }

  /** All kinds of host keys of every host. */
  get knownHostsPath(): string {
    return this.state.path("runner/known_hosts");
  }

  /** Root's password on every host, for what takes no key. sshd takes none from root. */
  get rootPassword(): string {
    return fs.readFileSync(this.state.path("runner/root-password"), "utf8");
  }

  address(node: string): string {
    return addressOf(this.known(node));
  }

  address6(node: string): string {
    return address6Of(this.known(node));
  }

  /** Runs a shell command as root on a host, through the runner's network. */
  ssh(node: string, command: string, options: CommandOptions = {}): Promise<Result> {
    return this.described(`${command} (ssh ${node})`, this.sshArgv(node, [command]), options);
  }

  /** Runs a shell command as root on a host's console: needs no network, only a host that is on. */
  async console(node: string, command: string, options: CommandOptions = {}): Promise<Result> {
    const argv = this.consoleArgv(node, ["/bin/bash", "--norc", "-c", command]);
    return run(argv, options, `${command} (console of ${node})`);
  }

  /** Runs a command of this machine in the runner's network. */
  runner(argv: readonly string[], options: CommandOptions = {}): Promise<Result> {
    const environment = { ...process.env, ...options.env };
    return this.described(`${argv.join(" ")} (runner)`, argv, { ...options, env: environment });
  }

  /** Changes the WAN while it runs; what the change does not name stays as it is. */
  async wan(change: WanChange): Promise<void> {
    const wan = mergeWan(readWan(this.state), change, [...this.facts.nodes, "runner"]);
    await this.applyWan(wan);
  }

  /** How many packets of a host its limited uplink had no room for, since it was limited. */
  async lostAtUplink(node: string): Promise<number> {
    return lostAtUplink(this.initPid(), readWan(this.state), this.known(node));
  }

  /** The WAN in force between two of the nodes and "runner". */
  link(source: string, destination: string): ReturnType<typeof linkBetween> {
    return linkBetween(readWan(this.state), source, destination);
  }

  /** Returns when the hosts are off, or have begun to boot. Of an array, all are switched at the same moment. */
  async power(node: string | readonly string[], action: PowerAction): Promise<void> {
    const nodes = (typeof node === "string" ? [node] : node).map((name) => this.known(name));
    await switchPower(this.state, this.initPid(), nodes, action);
  }

  /** What a host's power supply says: starting, on, off, cut or failed. */
  powerState(node: string): ReturnType<LabState["power"]> {
    return this.state.power(this.known(node));
  }

  /** Waits for something to be so, and ends early when a host has failed. */
  async waitFor(
    what: string,
    probe: () => Promise<boolean>,
    timeoutSeconds: number,
  ): Promise<void> {
    const watched = async () => {
      const failed = this.facts.nodes.find((node) => this.state.power(node).power === "failed");
      if (failed) throw hostFailed(this.state, failed);
      return probe();
    };
    await waitUntil(what, watched, timeoutSeconds);
  }

  /** Waits until sshd answers on every given host. @default all hosts */
  async waitForSsh(nodes: readonly string[] = this.facts.nodes): Promise<void> {
    // A connection of its own for each try: one to a host that is not there yet would wait long. Each has more time, for
    // the sake of busy machines. Without --norc bash takes the socket that it reads from for a remote shell's, and runs what
    // the user has in .bashrc.
    const banner = 'exec 3<>"/dev/tcp/$1/22" && read -r -u 3 line && [[ $line == SSH-* ]]';
    const waits = nodes.map((node) => {
      let patience = 0;
      const answers = async () => {
        patience = Math.min(patience + 0.3, 3);
        const argv = ["timeout", String(patience), "bash", "--norc", "-c", banner];
        argv.push("-", this.address(node));
        return (await this.runner(argv, { check: false })).code === 0;
      };
      return this.waitFor(`sshd of ${node} answers`, answers, BOOT_SECONDS);
    });
    await Promise.all(waits);
  }

  /** Hosts as if just delivered, with new host keys and empty disks, and the WAN as it was at first. */
  async reset(): Promise<void> {
    await this.power(this.facts.nodes, "cut");
    await this.applyWan(UNCHANGED_WAN);
    await deliverHosts(this.state, this.facts.nodes, this.facts.lower);
    await this.power(this.facts.nodes, "on");
    await this.waitForSsh();
  }

  /** Ends the lab. Nothing of it is left. */
  down(): Promise<void> {
    return takeDown(this.name);
  }

  /** Like ssh, on this process's terminal. Without words it is a login. */
  sshOnTerminal(node: string, words: readonly string[]): Promise<number> {
    return runOnTerminal(inRunner(this.initPid(), this.sshArgv(node, words)));
  }

  /** Like console, on this process's terminal. Without words it is a shell. */
  consoleOnTerminal(node: string, words: readonly string[]): Promise<number> {
    const shell = words.length > 0 ? ["-c", words.join(" ")] : ["-l"];
    return runOnTerminal(this.consoleArgv(node, ["/bin/bash", ...shell]));
  }

  /** Like runner, on this process's terminal. */
  runnerOnTerminal(argv: readonly string[]): Promise<number> {
    return runOnTerminal(inRunner(this.initPid(), argv));
  }

  private described(
    description: string,
    argv: readonly string[],
    options: CommandOptions,
  ): Promise<Result> {
    const { cwd, ...rest } = options;
    return run(inRunner(this.initPid(), argv, cwd ?? process.cwd()), rest, description);
  }

  private sshArgv(node: string, words: readonly string[]): string[] {
    return [
      ...["ssh", "-q", "-F", "none", "-i", this.sshKeyPath],
      ...["-o", `UserKnownHostsFile=${this.knownHostsPath}`],
      ...["-o", "StrictHostKeyChecking=yes", "-o", "IdentitiesOnly=yes"],
      ...["-o", "BatchMode=yes", "-o", "ConnectTimeout=10"],
      ...[`root@${this.address(node)}`, ...words],
    ];
  }

  private consoleArgv(node: string, argv: readonly string[]): string[] {
    const pid = hostPid(this.initPid(), this.known(node));
    if (pid === undefined) {
      throw new Error(`${node} is ${this.powerState(node).power}: use "power ${node} on" first`);
    }
    return onConsole(pid, argv);
  }

  private async applyWan(wan: WanState): Promise<void> {
    await applyWan(this.state, this.initPid(), this.facts.nodes, wan);
  }

  private initPid(): number {
    const pid = this.state.initPid();
    if (pid === undefined) {
      throw new Error(
        `the lab "${this.name}" has ended; the last it said:\n${this.state.lastLines("init.log")}`,
      );
    }
    return pid;
  }

  private known(node: string): string {
    if (this.facts.nodes.includes(node)) return node;
    throw new Error(`the lab "${this.name}" has no ${node}: it has ${this.facts.nodes.join(", ")}`);
  }
}

/** Ends a lab of that name, also one that ended without order, and leaves nothing. */
export async function takeDown(name: string = DEFAULT_NAME): Promise<void> {
  const state = new LabState(name);
  const unlock = await lockLab(state);
  try {
    await stop(state);
  } finally {
    await unlock();
  }
}

/** One command at a time makes or ends a lab of a name. */
function lockLab(state: LabState): Promise<() => Promise<void>> {
  return lock(`${state.directory}.lock`);
}

async function refuseIncapableMachine(): Promise<void> {
  const missing = await missingForLab();
  if (missing.length > 0) {
    throw new Error(`the lab cannot run on this machine:\n  ${missing.join("\n  ")}`);
  }
}

function matching(lab: Lab, options: LabOptions): Lab {
  if (!options.stays) {
    throw new Error(
      `the lab "${lab.name}" is up, for somebody else: wait for its end, or: npm run lab -- down --name ${lab.name}`,
    );
  }
  const wanted = { pve: options.pve ?? lab.pve, nodes: options.nodes ?? lab.nodes.length };
  if (wanted.pve !== lab.pve || wanted.nodes !== lab.nodes.length) {
    throw new Error(
      `the lab "${lab.name}" is up with ${lab.nodes.length} nodes of Proxmox VE ${lab.pve}, not ${wanted.nodes} of ${wanted.pve}: take it down first, or use another name`,
    );
  }
  return lab;
}
