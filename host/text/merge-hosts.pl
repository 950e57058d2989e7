#!/usr/bin/perl
# merge-hosts.pl NODE BLOCK-FILE </etc/hosts: the file with the managed block in it. NODE is the own name; @domain@ in the
# block becomes the domain that the file gives it, or the word is dropped. Lines that would answer for a name of the block
# with another address are kept as comments; every other byte stays.
use strict;
use warnings;

my ($own, $block_file) = @ARGV;
my $begin = "# BEGIN pve-wan: the overlay's names, managed by cdktf-proxmox-wan";
my $end   = "# END pve-wan";
my $was   = "# pve-wan: was ";

open(my $handle, '<', $block_file) or die "$block_file cannot be read: $!\n";
my @block = grep { /^\s*[^#\s]/ } <$handle>;
close($handle);
my @lines = <STDIN>;

my $marked = join '', map { /^# BEGIN pve-wan/ ? 'B' : /^# END pve-wan/ ? 'E' : '' } @lines;
die "the markers \"$begin\" and \"$end\" do not match each other\n" unless $marked =~ /^(?:BE)*$/;

my $domain = own_domain();
my (%address_of, @managed);
for (@block) {
    my ($address, @names) = split;
    @names = map { my $name = $_; if ($name =~ /\@domain\@/) { defined $domain ? $name =~ s/\@domain\@/$domain/r : () } else { $name } } @names;
    $address_of{ lc $_ } = $address for @names;
    push @managed, join(' ', $address, @names) . "\n";
}

my %kept = map { /^\Q$was\E(.*?)\s*$/ ? ($1 => 1) : () } @lines;
my (@merged, $place, $inside);
for my $line (@lines) {
    if ($line =~ /^# BEGIN pve-wan/) { $inside = 1; $place = @merged unless defined $place; next }
    if ($line =~ /^# END pve-wan/)   { $inside = 0; next }
    next if $inside;
    my $rest = without_conflicts($line);
    if (!defined $rest) { push @merged, $line; next }
    $place = @merged unless defined $place;
    (my $text = $line) =~ s/\s+$//;
    push @merged, "$was$text\n" unless $kept{$text}++;
    push @merged, $rest if $rest ne '';
}
$place = @merged unless defined $place;
$merged[-1] .= "\n" if @merged && $merged[-1] !~ /\n\z/ && $place == @merged;
splice @merged, $place, 0, "$begin\n", @managed, "$end\n";
print @merged or die "cannot write: $!\n";
close(STDOUT) or die "cannot write: $!\n";

# What an address line says without its comment: (address, names).
sub entry {
    my ($line) = @_;
    $line =~ s/#.*//s;
    return split ' ', $line;
}

# The installer's line first, as it is or as a comment of ours; then what the block said before.
sub own_domain {
    my (@outside, @inside, $in);
    for my $line (@lines) {
        $in = 1 if $line =~ /^# BEGIN pve-wan/;
        my $text = $line =~ /^\Q$was\E(.*)/ ? $1 : $line;
        push @{ $in ? \@inside : \@outside }, $text;
        $in = 0 if $line =~ /^# END pve-wan/;
    }
    for my $text (@outside, @inside) {
        my ($address, @names) = entry($text);
        next unless grep { lc $_ eq lc $own } @names;
        for (@names) { return $1 if /^\Q$own\E\.([^.].*)$/i }
    }
    return undef;
}

# undef: the line may stay. Otherwise the line that remains of it, maybe empty.
sub without_conflicts {
    my ($line) = @_;
    my ($address, @names) = entry($line);
    return undef unless @names;
    my %short = map { $_ => 1 } grep { !/\./ && exists $address_of{$_} && $address_of{$_} ne $address } map { lc } @names;
    my @others = grep {
        my $name = lc;
        my ($first) = split /\./, $name;
        my $conflict = exists $address_of{$name} && $address_of{$name} ne $address;
        !$conflict && !$short{$first};
    } @names;
    return undef if @others == @names;
    return @others ? join(' ', $address, @others) . "\n" : '';
}
