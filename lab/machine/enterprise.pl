#!/usr/bin/perl
# enterprise.pl ADDRESS: answers every request as Proxmox's enterprise repository answers a host without a subscription.
use strict;
use warnings;
use IO::Socket::INET;

my ($address) = @ARGV;
my $server = IO::Socket::INET->new( LocalAddr => $address, LocalPort => 80, Listen => 64, ReuseAddr => 1 )
  or die "port 80 of $address cannot be served: $!\n";
$SIG{CHLD} = 'IGNORE';
while (1) {
    my $client = $server->accept or next;
    my $child = fork // die "cannot fork: $!\n";
    if ($child) { close $client; next }
    alarm 60;
    while ( defined( my $line = <$client> ) ) {
        next if $line !~ /^\r?\n$/;
        print {$client} "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"Proxmox Enterprise Repository\"\r\n",
          "Content-Type: text/plain\r\nContent-Length: 13\r\n\r\nUnauthorized\n";
        $client->flush;
    }
    exit 0;
}
