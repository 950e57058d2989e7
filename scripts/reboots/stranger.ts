import { Lab } from "../../lab";

const UNIT = "stranger.service";
const ANSWERS = "/run/stranger.answers";
const PORTS = [22, 8006];

// A connection that is accepted or refused has passed the firewall; one that is dropped is not heard of.
const KNOCK = String.raw`use IO::Socket::INET; use Errno qw(ECONNREFUSED); $| = 1;
my ($address, $port) = @ARGV;
while (1) {
  my $began = time;
  my $socket = IO::Socket::INET->new(PeerAddr => $address, PeerPort => $port, Timeout => 0.2);
  print scalar(localtime $began), " $address:$port\n" if $socket || $! == ECONNREFUSED;
  select undef, undef, undef, 0.05;
}`;

/** Somebody whom no firewall lets in, who knocks several times a second, also while the nodes boot. */
export class Stranger {
  private constructor(
    private readonly lab: Lab,
    private readonly node: string,
  ) {}

  /** From a host of the lab that is none of the cluster's. */
  static async on(lab: Lab, node: string, targets: readonly string[]): Promise<Stranger> {
    const knocks = targets.flatMap((target) =>
      PORTS.map((port) => `perl /run/stranger.pl ${lab.address(target)} ${port} &`),
    );
    await lab.console(node, "cat > /run/stranger.pl", { input: KNOCK });
    await lab.console(node, "cat > /run/stranger.sh", {
      input: [...knocks, "wait", ""].join("\n"),
    });
    await lab.console(
      node,
      `systemd-run --quiet --collect --unit=${UNIT} --property=StandardOutput=append:${ANSWERS} /bin/bash /run/stranger.sh`,
    );
    return new Stranger(lab, node);
  }

  /** Who answered, and when; nobody should. Forgets them. */
  async answers(): Promise<string[]> {
    const { stdout } = await this.lab.console(
      this.node,
      `systemctl is-active --quiet ${UNIT} && cat ${ANSWERS} && : >${ANSWERS}`,
    );
    return stdout.split("\n").filter(Boolean);
  }
}
