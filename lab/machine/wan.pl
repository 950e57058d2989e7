#!/usr/bin/perl
# wan.pl DEVICE DIRECTORY: the delay, jitter and loss between the lab's addresses, for kernels without netem.
# The kernel of "the internet" routes every packet that comes from a host into this TUN device; we hold it for its pair's
# one-way delay and write it back, and the kernel routes it to the other host. A TUN without offloads is given finished,
# segmented packets, so there are no checksums to mend. DIRECTORY/wan.conf has a line for each direction and family
# (SOURCE DESTINATION DELAY_SECONDS JITTER_SECONDS LOSS_FRACTION) and a last one "generation N"; SIGHUP reads it again,
# and N is then written to DIRECTORY/wan.applied.
use strict;
use warnings;
use Errno qw(EAGAIN EINTR);
use Fcntl qw(O_NONBLOCK O_RDWR);
use Socket qw(AF_INET AF_INET6 inet_pton);
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

use constant { TUNSETIFF => 0x400454ca, IFF_TUN => 0x0001, IFF_NO_PI => 0x1000 };
use constant { LONGEST_QUEUE => 20_000, BATCH => 64 };
use constant { DELAY => 0, JITTER => 1, LOSS => 2, LAST_DUE => 3, WAITING => 4 };    # of one direction

my ( $device, $directory ) = @ARGV;
sysopen my $tun, '/dev/net/tun', O_RDWR | O_NONBLOCK or die "/dev/net/tun cannot be opened: $!\n";
my $request = pack 'a16 S x22', $device, IFF_TUN | IFF_NO_PI;
ioctl $tun, TUNSETIFF, $request or die "TUN device $device cannot be made: $!\n";

my %directions;    # by both addresses as a packet has them
my $elsewhere = [ 0, 0, 0, 0, [] ];    # addresses that are not the lab's: the kernel's routes decide what becomes of them
my @busy;                              # the directions in which packets wait
my $reload;
$SIG{HUP} = sub { $reload = 1 };

sub address {
    my ($text) = @_;
    return inet_pton( $text =~ /:/ ? AF_INET6 : AF_INET, $text ) // die "$directory/wan.conf: $text is no address\n";
}

sub load {
    $reload = 0;
    my $generation;
    open my $file, '<', "$directory/wan.conf" or die "$directory/wan.conf cannot be read: $!\n";
    while ( my $line = <$file> ) {
        my @word = split ' ', $line;
        if ( $word[0] eq 'generation' ) { $generation = $word[1]; next }
        my $direction = $directions{ address( $word[0] ) . address( $word[1] ) } //= [ 0, 0, 0, 0, [] ];
        @$direction[ DELAY, JITTER, LOSS ] = @word[ 2 .. 4 ];
    }
    open my $applied, '>', "$directory/wan.applied.tmp" or die "$directory/wan.applied cannot be written: $!\n";
    print {$applied} "$generation\n";
    close $applied or die "$directory/wan.applied cannot be written: $!\n";
    rename "$directory/wan.applied.tmp", "$directory/wan.applied" or die "$directory/wan.applied: $!\n";
    return;
}

load();
srand 1;

sub take_in {
    my ($now) = @_;
    for ( 1 .. BATCH ) {
        my $length = sysread $tun, my $packet, 65_535;
        if ( !defined $length ) {
            return if $! == EAGAIN || $! == EINTR;
            die "$device cannot be read: $!\n";
        }
        next if $length < 20;
        my $version = ord($packet) >> 4;
        my $both =
            $version == 4                  ? substr $packet, 12, 8
          : $version == 6 && $length >= 40 ? substr $packet, 8, 32
          :                                  next;
        my $direction = $directions{$both} // $elsewhere;
        next if $direction->[LOSS] && rand() < $direction->[LOSS];
        my $waiting = $direction->[WAITING];
        next if @$waiting >= LONGEST_QUEUE;
        my $due = $now + $direction->[DELAY] + ( 2 * rand() - 1 ) * $direction->[JITTER];
        $due = $direction->[LAST_DUE] if $direction->[LAST_DUE] > $due;    # one direction never reorders
        $direction->[LAST_DUE] = $due;
        push @busy, $direction if !@$waiting;
        push @$waiting, [ $due, $packet ];
    }
    return;
}

# Writes every packet that is due and returns when the next one will be.
sub let_out {
    my ($now) = @_;
    my $next;
    for my $direction (@busy) {
        my $waiting = $direction->[WAITING];
        while ( @$waiting && $waiting->[0][0] <= $now ) {
            my ( $due, $packet ) = @{ shift @$waiting };
            printf STDERR "the machine is too busy: a packet was %d ms late\n", ( $now - $due ) * 1000 if $now - $due > 0.05;
            # A packet the kernel has no use for (its host is off) is lost, as on a real network.
            syswrite $tun, $packet;
        }
        $next = $waiting->[0][0] if @$waiting && ( !defined $next || $waiting->[0][0] < $next );
    }
    @busy = grep { @{ $_->[WAITING] } } @busy;
    return $next;
}

while (1) {
    load() if $reload;
    my $now  = clock_gettime(CLOCK_MONOTONIC);
    my $next = let_out($now);
    # Never longer than 50 ms: a signal that arrives just before select does not wake it.
    my $patience = defined $next && $next - $now < 0.05 ? $next - $now : 0.05;
    my $ready = '';
    vec( $ready, fileno $tun, 1 ) = 1;
    take_in( clock_gettime(CLOCK_MONOTONIC) ) if select( $ready, undef, undef, $patience ) > 0;
}
