import * as fs from "node:fs";
import { plain } from "./terraform-output";

const TICK_MILLISECONDS = 500;

/** Everything goes into the log; the reader sees what we say, and on a terminal what is going on right now. */
export class Screen {
  private readonly began = Date.now();
  private readonly timer?: NodeJS.Timeout;
  private shownStatus = "";
  /** Tells what is going on right now. */
  status: () => string = () => "";

  constructor(
    readonly logFile: string,
    private readonly terminal = process.stdout,
  ) {
    fs.writeFileSync(logFile, "");
    if (terminal.isTTY) this.timer = setInterval(() => this.drawStatus(), TICK_MILLISECONDS);
  }

  get seconds(): number {
    return (Date.now() - this.began) / 1000;
  }

  /** For the reader. */
  say(line = ""): void {
    this.clearStatus();
    this.terminal.write(`${line}\n`);
    this.log(line);
  }

  /** For the log alone. */
  log(line: string): void {
    fs.appendFileSync(this.logFile, `${this.seconds.toFixed(2).padStart(8)}  ${plain(line)}\n`);
  }

  end(): void {
    clearInterval(this.timer);
    this.clearStatus();
  }

  private drawStatus(): void {
    const line = this.status().slice(0, (this.terminal.columns ?? 80) - 1);
    if (line === this.shownStatus) return;
    this.clearStatus();
    this.terminal.write(line);
    this.shownStatus = line;
  }

  private clearStatus(): void {
    if (this.shownStatus !== "") this.terminal.write("\r\x1b[K");
    this.shownStatus = "";
  }
}
