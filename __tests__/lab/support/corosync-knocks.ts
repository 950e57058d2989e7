import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Lab } from "../../../lab";

// No process listens to these ports on a public address: the kernel refuses what the firewall lets through, and that is
// heard of. What is dropped is not. The sockets stay, so that a tracked connection would not pass unnoticed either.
const KNOCK = String.raw`use IO::Socket::INET; use Errno qw(ECONNREFUSED); use Time::HiRes qw(time sleep); $| = 1;
my ($file, @targets) = @ARGV;
my @sockets = map { my $to = $_; map { [$to, IO::Socket::INET->new(Proto => "udp", PeerAddr => $to, PeerPort => $_)] } 5405 .. 5412 } @targets;
while (-e $file) {
  for my $one (@sockets) {
    my ($to, $socket) = @$one;
    $socket->send("x") or $! == ECONNREFUSED and printf "%s %.3f\n", $to, time;
  }
  sleep 0.3;
}`;

const ON_HOST = "/run/test-knocks";

/** Somebody strange and somebody trusted who send to corosync's ports on the public side, all the time. */
export class CorosyncKnocks {
  static async start(
    lab: Lab,
    nodes: readonly string[],
    stranger: string,
    folder: string,
  ): Promise<CorosyncKnocks> {
    const script = join(folder, "knocks.pl");
    writeFileSync(script, KNOCK);
    const goOn = join(folder, "knocks-go-on");
    writeFileSync(goOn, "");
    const targets = nodes.map((node) => lab.address(node));
    await lab.console(stranger, `cat >${ON_HOST}.pl; touch ${ON_HOST}`, {
      input: readFileSync(script, "utf8"),
    });
    await lab.console(
      stranger,
      `systemd-run --quiet --unit=test-knocks --property=StandardOutput=file:${ON_HOST}.heard perl ${ON_HOST}.pl ${ON_HOST} ${targets.join(" ")}`,
    );
    const trusted = lab.runner(["perl", script, goOn, ...targets], { timeoutSeconds: 900 });
    return new CorosyncKnocks(lab, stranger, goOn, trusted);
  }

  private constructor(
    private readonly lab: Lab,
    private readonly stranger: string,
    private readonly goOn: string,
    private readonly trusted: Promise<{ readonly stdout: string }>,
  ) {}

  /** When the strange and the trusted one were let through to a node's ports, in seconds since 1970. */
  async stop(): Promise<(node: string) => readonly number[][]> {
    // Fails if it has ended by itself.
    await this.lab.console(this.stranger, "systemctl is-active test-knocks");
    const strange = await this.lab.console(this.stranger, `rm ${ON_HOST}; cat ${ON_HOST}.heard`);
    rmSync(this.goOn);
    const heard = [strange, await this.trusted].map(({ stdout }) =>
      stdout
        .trim()
        .split("\n")
        .map((line) => line.split(" ")),
    );
    return (node) =>
      heard.map((lines) =>
        lines
          .filter(([address]) => address === this.lab.address(node))
          .map(([, time]) => Number(time)),
      );
  }
}
