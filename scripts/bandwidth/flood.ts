import * as os from "node:os";
import type { Lab } from "../../lab";

/** What a node's line can send on the lab. */
export const UPLINK_MEGABITS = 100;

/** How much is sent over the overlay, and for how long. */
export interface Flood {
  readonly megabits: number;
  readonly seconds: number;
}

/** What corosync and the line counted while it lasted, on all nodes together. */
export interface Counts {
  readonly linksDown: number;
  readonly sentAgain: number;
  readonly tokensLate: number;
  /** A token that was lost is a membership formed anew. */
  readonly membershipsFormed: number;
  /** At the end of the flooding node's line. */
  readonly packetsLostOnLine: number;
  /** Of the machine that the lab runs on, so that a busy machine is not taken for a full line. */
  readonly idlePercent: number;
}

// As guests would whose packets are forwarded: as fast as asked, whatever the line does, in packets that fill the tunnel's. No full queue holds
// the sender back: SO_SNDBUFFORCE, 32.
const SENDER = `
  use strict; use warnings; use Socket; use Time::HiRes qw(sleep time);
  my ( $address, $megabits, $seconds ) = @ARGV;
  socket my $socket, PF_INET, SOCK_DGRAM, 17 or die "no socket: $!\\n";
  setsockopt $socket, SOL_SOCKET, 32, 1 << 26 or die "no buffer: $!\\n";
  my $to = sockaddr_in( 9, inet_aton($address) );
  my ( $packet, $sent, $begin ) = ( "x" x 1392, 0, time );
  while ( ( my $passed = time - $begin ) < $seconds ) {
    for ( ; $sent * 1420 * 8 < $passed * $megabits * 1e6; $sent++ ) { send $socket, $packet, 0, $to }
    sleep 0.002;
  }
`;

// Proxmox's daemons write there every few seconds: without messages corosync would have none to send again. What cannot be written for want of
// quorum is counted as the membership that is missing.
const WRITER = `for ((i = 0; i < $1; i++)); do date >/etc/pve/written-by-$HOSTNAME; sleep 1; done`;

const COUNT = `
  journal() { journalctl --quiet --output cat --unit corosync --since "@$1" | grep -cE "$2" || [ "$?" = 1 ]; }
  journal "$1" 'link: [0-9]+ is down'
  journal "$1" 'Retransmit List'
  journal "$1" 'Token has not been received'
  corosync-cmapctl -m stats -g stats.srp.operational_entered | sed 's/.* = //'
`;

/** Floods node2 and node3 from node1, through the tunnels, and says what became of the cluster meanwhile. */
export async function flood(lab: Lab, { megabits, seconds }: Flood): Promise<Counts> {
  const begin = Math.floor(Date.now() / 1000);
  const before = await counted(lab, begin);
  const lostBefore = await lab.lostAtUplink("node1");
  const idle = idleTimes();
  await Promise.all([
    ...["172.16.10.2", "172.16.10.3"].map((address) =>
      lab.console("node1", `perl -e '${SENDER}' ${address} ${megabits / 2} ${seconds}`),
    ),
    ...lab.nodes.map((node) => lab.console(node, `set -- ${seconds}; ${WRITER}`)),
  ]);
  const idlePercent = idleSince(idle);
  const after = await counted(lab, begin);
  const [linksDown, sentAgain, tokensLate, membershipsFormed] = after.map(
    (count, index) => count - before[index],
  );
  const packetsLostOnLine = (await lab.lostAtUplink("node1")) - lostBefore;
  const counts = { linksDown, sentAgain, tokensLate, membershipsFormed };
  return { ...counts, packetsLostOnLine, idlePercent };
}

/** On all nodes together: links down, messages sent again, late tokens, memberships. */
async function counted(lab: Lab, since: number): Promise<number[]> {
  const each = await Promise.all(
    lab.nodes.map(async (node) => {
      const { stdout } = await lab.console(node, `set -- ${since}; ${COUNT}`);
      return stdout.trim().split("\n").map(Number);
    }),
  );
  return each[0].map((_, index) => each.reduce((sum, counts) => sum + counts[index], 0));
}

interface Times {
  readonly idle: number;
  readonly all: number;
}

function idleTimes(): Times {
  const times = os.cpus().map((cpu) => cpu.times);
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  return {
    idle: sum(times.map(({ idle }) => idle)),
    all: sum(times.flatMap((one) => Object.values(one))),
  };
}

function idleSince(before: Times): number {
  const now = idleTimes();
  return Math.round((100 * (now.idle - before.idle)) / (now.all - before.all));
}
