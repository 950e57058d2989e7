import * as fs from "node:fs";
import * as path from "node:path";

/** A command in the runner's network, with the machine's own files. Whatever it leaves behind ends with the lab. */
export function inRunner(initPid: number, argv: readonly string[], cwd = process.cwd()): string[] {
  const namespaces = [`--target=${initPid}`, "--mount", "--pid", "--net=" + runnerNetwork(initPid)];
  // The directory must be looked up again inside, or the command would not know its own path.
  return ["nsenter", ...namespaces, `--wdns=${cwd}`, "--", ...diesWithParent(argv)];
}

/** A command in the network between the hosts. */
export function inInternet(initPid: number, argv: readonly string[]): string[] {
  return ["nsenter", `--target=${initPid}`, "--net", "--", ...argv];
}

/** A command on a host's console: in all its namespaces, no network needed. */
export function onConsole(hostPid: number, argv: readonly string[]): string[] {
  const namespaces = ["--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup"];
  const environment = [
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME=/root",
    "USER=root",
    "LANG=C.UTF-8",
    `TERM=${process.env.TERM ?? "dumb"}`,
  ];
  const clean = ["env", "-i", ...environment, ...argv];
  return ["nsenter", `--target=${hostPid}`, ...namespaces, "--wdns=/root", "--", ...clean];
}

/** The host's own PID 1 as the machine sees it, or undefined while the host is off. */
export function hostPid(initPid: number, node: string): number | undefined {
  const payload = `/proc/${initPid}/root/sys/fs/cgroup/${node}/payload`;
  return [path.join(payload, "init.scope"), payload]
    .flatMap(processesOf)
    .find((pid) => isFirstInItsNamespace(pid));
}

export function processesOf(cgroup: string): number[] {
  try {
    const text = fs.readFileSync(path.join(cgroup, "cgroup.procs"), "utf8");
    return text.split("\n").filter(Boolean).map(Number);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}

function isFirstInItsNamespace(pid: number): boolean {
  try {
    return /^NSpid:(\s+\d+)*\s+1$/m.test(fs.readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/** A process or cgroup may end between finding and reading it. */
function isGone(error: unknown): boolean {
  return ["ENOENT", "ESRCH", "ENODEV"].includes((error as NodeJS.ErrnoException).code ?? "");
}

function diesWithParent(argv: readonly string[]): string[] {
  return ["setpriv", "--pdeathsig", "TERM", ...argv];
}

function runnerNetwork(initPid: number): string {
  return `/proc/${initPid}/root/run/netns/runner`;
}
