import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { cacheDirectory } from "./cache";
import { ProxmoxVersion } from "./image";

/** What is fixed when a lab comes up. */
export interface LabFacts {
  readonly name: string;
  readonly pve: ProxmoxVersion;
  readonly nodes: readonly string[];
  /** The image's trees, the topmost first. */
  readonly lower: readonly string[];
}

/** What a host's power supply says. `boots` counts since the lab came up. */
export interface PowerState {
  readonly power: "starting" | "on" | "off" | "cut" | "failed";
  readonly boots: number;
  readonly detail: string;
}

export const DEFAULT_NAME = "lab";

/** Where everything of one lab is kept while it is up. */
export class LabState {
  readonly directory: string;

  constructor(readonly name: string = DEFAULT_NAME) {
    if (!/^[a-z0-9][a-z0-9-]{0,29}$/.test(name)) {
      throw new Error(
        `a lab cannot be called "${name}": use up to 30 of a-z, 0-9 and -, and begin with a letter or digit`,
      );
    }
    this.directory = path.join(labsDirectory(), name);
  }

  path(...parts: string[]): string {
    return path.join(this.directory, ...parts);
  }

  /** Labs of one name under different caches are different labs. */
  get cgroup(): string {
    const hash = createHash("sha256").update(this.directory).digest("hex").slice(0, 6);
    return `lab-${this.name}-${hash}`;
  }

  readFacts(): LabFacts {
    return JSON.parse(fs.readFileSync(this.path("lab.json"), "utf8"));
  }

  writeFacts(facts: LabFacts): void {
    fs.writeFileSync(this.path("lab.json"), JSON.stringify(facts, undefined, 2));
  }

  /** The process that the lab's PID 1 is on the machine, if the lab is up. */
  initPid(): number | undefined {
    const recorded = readIfThere(this.path("run/init"));
    if (recorded === undefined) return undefined;
    const { pid, started } = parseStat(recorded);
    const now = readIfThere(`/proc/${pid}/stat`);
    if (now === undefined) return undefined;
    const current = parseStat(now);
    // A process id can be taken again by something else: the time it was started tells.
    return current.started === started && current.state !== "Z" ? pid : undefined;
  }

  power(node: string): PowerState {
    const text = readIfThere(this.path("run", `${node}.state`));
    if (text === undefined) return { power: "starting", boots: 0, detail: "" };
    const [power, boots, ...detail] = text.trim().split(" ");
    return { power: power as PowerState["power"], boots: Number(boots), detail: detail.join(" ") };
  }

  lastLines(log: string, count = 25): string {
    return (readIfThere(this.path("log", log)) ?? "")
      .trimEnd()
      .split("\n")
      .slice(-count)
      .join("\n");
  }
}

/** Every name with a state directory, up or not. */
export function knownLabs(): string[] {
  const directory = labsDirectory();
  if (!fs.existsSync(directory)) return [];
  return fs
    .readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function labsDirectory(): string {
  return path.join(cacheDirectory(), "labs");
}

function parseStat(text: string): { pid: number; state: string; started: string } {
  const afterName = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { pid: parseInt(text, 10), state: afterName[0], started: afterName[19] };
}

function readIfThere(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ESRCH") return undefined;
    throw error;
  }
}
