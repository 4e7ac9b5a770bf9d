#!/usr/bin/perl
# Prints what a 32-bit Windows program says about itself, one fact a line, for
# check-exe.sh and `make imports`. Written here because objdump does not show late
# bound (delay loaded) imports. Perl, because every Debian and MSYS2 has it.
#
# Usage: tests/artefact/pe.pl PROGRAM.exe
#   machine 14c            subsystem 2 5.1       system 5.1       characteristics 140
#   section .text          resource TYPE NAME LANGUAGE SIZE       manifest TEXT
#   import kernel32!ExitProcess           import user32!MessageBoxW late
use strict;
use warnings;

my ($path) = @ARGV or die "usage: pe.pl PROGRAM.exe\n";
open my $file, '<:raw', $path or die "promptfix: $path: $!\n";
my $image = do { local $/; <$file> };
substr($image, 0, 2) eq 'MZ' or die "promptfix: $path is no Windows program\n";

sub u16 { unpack 'v', substr $image, $_[0], 2 }
sub u32 { unpack 'V', substr $image, $_[0], 4 }

my $pe = u32(60);
my $optional = $pe + 24;
u16($optional) == 0x10b or die "promptfix: $path is no 32-bit program\n";
printf "machine %x\n", u16($pe + 4);
printf "timestamp %d\n", u32($pe + 8);
printf "subsystem %d %d.%d\n", u16($optional + 68), u16($optional + 48), u16($optional + 50);
printf "system %d.%d\n", u16($optional + 40), u16($optional + 42);
printf "characteristics %x\n", u16($optional + 70);

my @sections;
for my $i (0 .. u16($pe + 6) - 1) {
    my $at = $optional + u16($pe + 20) + 40 * $i;
    my $name = unpack 'Z8', substr $image, $at, 8;
    push @sections, [u32($at + 12), u32($at + 16), u32($at + 20)];
    print "section $name\n";
}

sub offset {    # where in the file an address of the loaded program is
    my ($address) = @_;
    for (@sections) {
        my ($start, $size, $place) = @$_;
        return $address - $start + $place if $address >= $start && $address < $start + $size;
    }
    die sprintf "promptfix: $path: address %x lies in no section\n", $address;
}
sub string { unpack 'Z*', substr $image, offset($_[0]) }

sub names {    # of one imported DLL
    my ($dll, $table, $mark, $slots) = @_;
    $dll = lc $dll;
    $dll =~ s/\.dll$//;
    my $number = 0;
    for (my $at = offset($table) ; my $entry = u32($at) ; $at += 4) {
        my $name = $entry & 0x80000000 ? '#' . ($entry & 0xffff) : string($entry + 2);
        print "import $dll!$name$mark\n";
        # Until the first call a late import's slot must lead to the code that binds it; the linker
        # drops that code where it believes that nobody calls it.
        print "unbound $dll!$name\n" if defined $slots && !u32(offset($slots + $number));
        $number += 4;
    }
}
sub directory { u32($optional + 96 + 8 * $_[0]) }

if (my $imports = directory(1)) {
    for (my $at = offset($imports) ; u32($at + 12) ; $at += 20) {
        names(string(u32($at + 12)), u32($at) || u32($at + 16), '');
    }
}

# Late bound imports. GNU's linker notes their descriptors nowhere (directory 13 stays
# empty), so they are found by their looks: 32 bytes that start with attribute 1 and
# the address of a DLL's name, and lead to a table of names.
for my $section (@sections) {
    my ($start, $size, $place) = @$section;
    for (my $at = $place ; $at + 32 <= $place + $size && $at + 32 <= length $image ; $at += 4) {
        next unless u32($at) == 1 && u32($at + 28) == 0;
        my ($name, $table) = (u32($at + 4), u32($at + 16));
        next unless eval { string($name) =~ /^[\w.-]{1,60}\.(dll|drv)$/i && offset($table) };
        names(string($name), $table, ' late', u32($at + 12));
    }
}
print "relocations\n" if directory(5) && u32($optional + 96 + 8 * 5 + 4);

my $resources = directory(2) ? offset(directory(2)) : 0;
sub resource {
    my ($at, @path) = @_;
    for my $i (0 .. u16($at + 12) + u16($at + 14) - 1) {
        my ($id, $to) = (u32($at + 16 + 8 * $i), u32($at + 20 + 8 * $i));
        $id = 'named' if $id & 0x80000000;
        if ($to & 0x80000000) {
            resource($resources + ($to & 0x7fffffff), @path, $id);
            next;
        }
        my ($place, $size) = (offset(u32($resources + $to)), u32($resources + $to + 4));
        print "resource @path $id $size\n";
        next unless $path[0] eq 24;
        (my $text = substr $image, $place, $size) =~ s/\s+/ /g;
        print "manifest $text\n";
    }
}
resource($resources) if $resources;
