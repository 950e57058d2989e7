#!/usr/bin/perl
# merge-totem.pl SETTINGS <corosync.conf: the file with the settings' "key: value" lines in its totem section, and everything else as it was.
# config_version is raised by one when anything changed; with --touch also when nothing did.
use strict;
use warnings;

my $touch = @ARGV && $ARGV[0] eq '--touch' ? shift @ARGV : '';
my ($settings_file) = @ARGV;
open my $settings, '<', $settings_file or die "$settings_file cannot be read: $!\n";
my ( @order, %wanted );
while ( my $line = <$settings> ) {
    my ( $key, $value ) = $line =~ /^([a-z_]+): (\S+)$/ or next;
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
