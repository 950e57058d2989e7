import * as fs from "node:fs";

const INTERVAL_MILLISECONDS = 250;

/** Follows what the processes that are started from now on, below this one, need together, and keeps the most of it. */
export class PeakMemory {
  private readonly before = new Set(descendants(process.pid));
  private readonly timer = setInterval(() => this.sample(), INTERVAL_MILLISECONDS);
  private peakKilobytes = 0;

  stop(): { megabytes: number } {
    clearInterval(this.timer);
    return { megabytes: this.peakKilobytes / 1024 };
  }

  private sample(): void {
    const started = descendants(process.pid).filter((pid) => !this.before.has(pid));
    const sum = started.reduce((kilobytes, pid) => kilobytes + proportionalSize(pid), 0);
    this.peakKilobytes = Math.max(this.peakKilobytes, sum);
  }
}

function descendants(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of fs.readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const parent = /^PPid:\s*(\d+)$/m.exec(readOfProcess(name, "status"))?.[1];
    if (parent)
      children.set(Number(parent), [...(children.get(Number(parent)) ?? []), Number(name)]);
  }
  const below = (pid: number): number[] =>
    (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(root);
}

/** Memory that several processes share counts once. */
function proportionalSize(pid: number): number {
  return Number(/^Pss:\s*(\d+) kB$/m.exec(readOfProcess(pid, "smaps_rollup"))?.[1] ?? 0);
}

/** A process may end while it is looked at: then there is nothing more to read. */
function readOfProcess(pid: number | string, file: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return "";
    throw error;
  }
}
