import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { run } from "../../lab/command";
import { LabState } from "../../lab/state";

const KINDS = ["cgroup", "ipc", "mnt", "net", "pid", "uts"];

/** What a lab is made of on this machine, to look for after its end. */
export interface Parts {
  readonly state: LabState;
  /** As /proc names them: "net:[4026532345]". */
  readonly namespaces: ReadonlySet<string>;
  /** When the search for them began. The kernel gives the numbers of namespaces that are gone to those of younger labs, also while it goes on. */
  readonly secondsSinceBoot: number;
}

/** The namespaces of all processes of a running lab that are not this test's own. */
export function partsOf(name: string): Parts {
  const secondsSinceBoot = Number(textOf("/proc/uptime").split(" ")[0]);
  const state = new LabState(name);
  const own = new Set(namespacesOf("self"));
  const pidNamespace = readlinkSync(`/proc/${state.initPid()}/ns/pid`);
  const parts = new Set<string>();
  for (const pid of processes()) {
    const all = namespacesOf(pid);
    const ofLab = environmentOf(pid).includes(`LAB_STATE=${state.directory}\0`);
    if (ofLab || isInside(pid, pidNamespace))
      all.filter((one) => !own.has(one)).forEach((one) => parts.add(one));
  }
  return { state, namespaces: parts, secondsSinceBoot };
}

/** What is left of it: processes, namespaces, mounts and the cgroup. */
export async function traces(parts: Parts): Promise<string[]> {
  const { state, namespaces } = parts;
  const found: string[] = [];
  for (const pid of processes()) {
    if (environmentOf(pid).includes(`LAB_STATE=${state.directory}\0`)) {
      found.push(`process ${pid}: ${commandOf(pid)}`);
    }
    const isOldEnough = startOf(pid) <= parts.secondsSinceBoot;
    found.push(
      ...(isOldEnough ? namespacesOf(pid) : [])
        .filter((one) => namespaces.has(one))
        .map((one) => `namespace ${one} of process ${pid}`),
    );
    if (textOf(`/proc/${pid}/mountinfo`).includes(`${state.directory}/`)) {
      found.push(`mount in process ${pid}`);
    }
  }
  const list =
    'mount -t cgroup2 cgroup2 /mnt && find /mnt -maxdepth 1 -ignore_readdir_race -type d -name "$1*"';
  const { stdout } = await run(["unshare", "--mount", "sh", "-c", list, "-", state.cgroup]);
  if (stdout.trim() !== "") found.push(`cgroup ${stdout.trim()}`);
  return found;
}

/** Whether a process lives in a pid namespace or in one below it, as a host's processes do. */
function isInside(pid: string, pidNamespace: string): boolean {
  for (let id = Number(pid); id > 1; id = parentOf(id)) {
    const [own] = namespacesOf(String(id), ["pid"]);
    if (own === pidNamespace) return true;
    if (own === undefined) return false;
  }
  return false;
}

/** The parent of a process, 0 if it has ended. */
export function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)$/m.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0);
}

const TICKS_PER_SECOND = 100;

/** When a process began, in seconds since boot: proc_pid_stat(5), the 22nd field. */
function startOf(pid: string): number {
  const [, behindName] = /^.*\) (.*)$/s.exec(textOf(`/proc/${pid}/stat`)) ?? [];
  return behindName ? Number(behindName.split(" ")[19]) / TICKS_PER_SECOND : Infinity;
}

function processes(): string[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
}

function namespacesOf(pid: string, kinds = KINDS): string[] {
  return kinds.flatMap((kind) => {
    try {
      return [readlinkSync(`/proc/${pid}/ns/${kind}`)];
    } catch {
      return []; // it has ended meanwhile
    }
  });
}

function environmentOf(pid: string): string {
  return textOf(`/proc/${pid}/environ`);
}

function commandOf(pid: string): string {
  return textOf(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // its process has ended meanwhile
  }
}
