#!/usr/bin/perl
# Converts address ranges to a file in MaxMind DB format:
#   make_mmdb.pl country OUT DESCRIPTION FILE...    reads lines of FIRST,LAST,CODE
#   make_mmdb.pl network OUT DESCRIPTION FILE...    reads lines of FIRST,LAST,NUMBER,"NAME"
# FIRST and LAST are addresses; IPv4 addresses may be decimal numbers. Lines that start with # are
# comments. Invalid lines are skipped.
use strict;
use warnings;
use MaxMind::DB::Writer::Tree;

my ( $kind, $out, $description, @files ) = @ARGV;
die "make_mmdb.pl country|network OUT DESCRIPTION FILE...\n" if !@files || $kind !~ /\A(?:country|network)\z/;

my %types = (
    country_code                   => 'utf8_string',
    autonomous_system_number       => 'uint32',
    autonomous_system_organization => 'utf8_string',
);
my $tree = MaxMind::DB::Writer::Tree->new(
    ip_version               => 6,
    record_size              => 24,
    database_type            => $kind eq 'country' ? 'PortExplorer-Country' : 'PortExplorer-ASN',
    languages                => ['en'],
    description              => { en => $description },
    alias_ipv6_to_ipv4       => 0,
    remove_reserved_networks => 0,
    map_key_type_callback    => sub { $types{ $_[0] } },
);

sub address {
    my ($text) = @_;
    return $text =~ /\A\d+\z/ ? join( '.', unpack( 'C4', pack( 'N', $text ) ) ) : $text;
}

sub record {
    my ( $value, $name ) = @_;
    if ( $kind eq 'country' ) { return $value =~ /\A[A-Z]{2}\z/ ? { country_code => $value } : undef; }
    return undef if $value !~ /\A[1-9]\d{0,9}\z/;
    $name =~ s/\A"|"\z//g;
    $name =~ s/""/"/g;
    return { autonomous_system_number => $value + 0, autonomous_system_organization => $name };
}

my $count = 0;
for my $file (@files) {
    open my $in, '<:encoding(UTF-8)', $file or die "cannot read $file: $!\n";
    while ( my $line = <$in> ) {
        next if $line =~ /\A#/;
        $line =~ s/\r?\n\z//;
        my ( $first, $last, $value, $name ) = split /,/, $line, 4;
        next if !defined $value;
        my $record = record( $value, $name // '' ) or next;
        $count += eval { $tree->insert_range( address($first), address($last), $record ); 1 } // 0;
    }
    close $in;
}
die "no valid address range found\n" if !$count;

my $new = "$out.new";
open my $fh, '>:raw', $new or die "cannot write $new: $!\n";
$tree->write_tree($fh);
close $fh or die "cannot write $new: $!\n";
rename $new, $out or die "cannot write $out: $!\n";
print "$count ranges\n";
