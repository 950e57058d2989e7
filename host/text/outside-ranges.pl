#!/usr/bin/perl
# outside-ranges.pl RANGES-FILE <networks, one a line: prints those that lie in none of the ranges. An address without a
# length is one address; "default" lies in none.
use strict;
use warnings;
use Socket qw(inet_pton AF_INET AF_INET6);

my ($ranges_file) = @ARGV;
open(my $handle, '<', $ranges_file) or die "$ranges_file cannot be read: $!\n";
my @ranges = map { leading_bits($_) } <$handle>;
close($handle);

while (my $network = <STDIN>) {
    my ($own) = leading_bits($network);
    # A prefix is within another one of its family when it begins with it.
    print $network unless defined $own && grep { index($own, $_) == 0 } @ranges;
}

# The bits that all addresses of a network begin with, after a letter for its family.
sub leading_bits {
    my ($address, $length) = $_[0] =~ m{^\s*([^\s/]+)(?:/(\d+))?\s*$} or return;
    my $is_ipv6 = $address =~ /:/;
    my $packed = inet_pton($is_ipv6 ? AF_INET6 : AF_INET, $address) or return;
    my $bits = unpack 'B*', $packed;
    return ($is_ipv6 ? 'six' : 'four') . substr $bits, 0, $length // length $bits;
}
