#!/usr/bin/perl
# merge-totem.pl SETTINGS [--remove KEY]... [--touch] <corosync.conf: the file with the settings' "key: value" lines in its
# totem section, without the removed keys, and everything else as it was.
# config_version is raised by one when anything changed; with --touch also when nothing did.
use strict;
use warnings;
use Getopt::Long;

my ( @removed, $touch );
GetOptions( 'remove=s' => \@removed, 'touch' => \$touch ) && @ARGV == 1 or die "usage: merge-totem.pl SETTINGS\n";
my %removed = map { $_ => 1 } @removed;

open my $settings, '<', $ARGV[0] or die "$ARGV[0] cannot be read: $!\n";
my ( @order, %wanted );
while ( my $line = <$settings> ) {
    next if $line =~ /^\s*$/;
    my ( $key, $value ) = $line =~ /^([a-z_]+): (\S+)$/ or die "no totem setting: $line";
    push @order, $key;
    $wanted{$key} = $value;
}

my ( @out, %seen, $version_at, $closing_at );
my ( $depth, $section, $changed ) = ( 0, '', 0 );
while ( my $line = <STDIN> ) {
    if ( $line =~ /^\s*(\w+)\s*\{/ ) {
        $section = $1 if $depth == 0;
        $depth++;
    }
    elsif ( $line =~ /^\s*\}/ ) {
        $depth--;
        $closing_at = @out if $depth == 0 && $section eq 'totem';
    }
    elsif ( $depth == 1 && $section eq 'totem' && $line =~ /^(\s*)([a-z_]+)\s*:\s*(\S+)/ ) {
        my ( $indent, $key, $value ) = ( $1, $2, $3 );
        $version_at = @out if $key eq 'config_version';
        if ( exists $wanted{$key} ) {
            $seen{$key} = 1;
            if ( $value ne $wanted{$key} ) {
                $line    = "$indent$key: $wanted{$key}\n";
                $changed = 1;
            }
        }
        elsif ( $removed{$key} ) {
            $changed = 1;
            next;
        }
    }
    push @out, $line;
}
defined $closing_at && defined $version_at or die "no totem section with a config_version\n";

my @missing = map {"  $_: $wanted{$_}\n"} grep { !$seen{$_} } @order;
if ( $changed || @missing || $touch ) {
    $out[$version_at] =~ s/(config_version\s*:\s*)(\d+)/$1 . ( $2 + 1 )/e;
}
splice @out, $closing_at, 0, @missing;
print @out;
