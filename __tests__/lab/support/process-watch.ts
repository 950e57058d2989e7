import { readdirSync, readFileSync } from "node:fs";

const INTERVAL_MILLISECONDS = 20;
/** A process may become another program after it was first seen: it is looked at again this many times. */
const LOOKS = 5;

/** Command lines of every process of this machine, and so of the runner and of all hosts of the lab, while something runs. */
export class ProcessWatch {
  private readonly seen = new Set<string>();
  private looks = new Map<string, number>();
  private readonly timer = setInterval(() => this.look(), INTERVAL_MILLISECONDS);

  /** All command lines that were seen. */
  stop(): string[] {
    clearInterval(this.timer);
    return [...this.seen];
  }

  private look(): void {
    const looks = new Map<string, number>();
    for (const pid of readdirSync("/proc")) {
      if (!/^\d+$/.test(pid)) continue;
      const times = (this.looks.get(pid) ?? 0) + 1;
      looks.set(pid, times);
      if (times <= LOOKS) this.read(pid);
    }
    this.looks = looks;
  }

  private read(pid: string): void {
    try {
      this.seen.add(readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " "));
    } catch (error) {
      // Processes end between the listing and the reading.
      if (!["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    }
  }
}
