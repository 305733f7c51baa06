#!/usr/bin/env python3
"""Writes src/Tokenization/Normalizing/normalization.txt from Python's copy of the Unicode Character Database.

    tools/unicode/normalization.py > src/Tokenization/Normalizing/normalization.txt

Lines, code points in hexadecimal, Hangul syllables left out:
    d CP PART...         canonical decomposition, all the way down
    k CP PART...         compatibility decomposition, where it is another
    m CLASS FIRST LAST   canonical combining class
    c CP FIRST SECOND    primary composite
"""
import sys
import unicodedata

CODE_POINTS = [c for c in range(sys.maxunicode + 1) if not 0xD800 <= c < 0xE000 and not 0xAC00 <= c <= 0xD7A3]


def normalized(form, code_point):
    return [ord(c) for c in unicodedata.normalize(form, chr(code_point))]


def line(kind, *code_points):
    print(kind, *(f"{c:X}" for c in code_points))


def main():
    print(f"# Unicode {unicodedata.unidata_version}, by tools/unicode/normalization.py")
    composites = []
    for code_point in CODE_POINTS:
        canonical = normalized("NFD", code_point)
        compatible = normalized("NFKD", code_point)
        if canonical != [code_point]:
            line("d", code_point, *canonical)
            if normalized("NFC", code_point) == [code_point]:
                composites.append(code_point)
        if compatible != canonical:
            line("k", code_point, *compatible)
    run = None
    for code_point in CODE_POINTS + [sys.maxunicode + 1]:
        kind = unicodedata.combining(chr(code_point)) if code_point <= sys.maxunicode else 0
        if run and (kind != run[0] or code_point != run[2] + 1):
            print("m", run[0], f"{run[1]:X} {run[2]:X}")
            run = None
        if kind:
            run = (kind, run[1] if run else code_point, code_point)
    for code_point in composites:
        first, second = unicodedata.decomposition(chr(code_point)).split()
        line("c", code_point, int(first, 16), int(second, 16))


if __name__ == "__main__":
    main()
