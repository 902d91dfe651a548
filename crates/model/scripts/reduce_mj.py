#!/usr/bin/env python3
"""Reduces the MJ character table to what name search needs.

Usage: reduce_mj.py < mj_characters.csv > mj_candidates.tsv

Input: UTF-8 CSV with the columns `kanji` (with variation selector) and `shrink` (縮退候補, one character
after another). Output: one line for each base character that has a shrink candidate other than itself:
the character, a tab, its candidates in order of code point. Selectors are left out: all forms of one base
character share their candidates.
"""

import csv
import io
import sys

rows = csv.DictReader(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig"))
candidates = {}
for row in rows:
    base = row["kanji"][0]
    candidates.setdefault(base, set()).update(row["shrink"])

out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n")
for base in sorted(candidates):
    others = "".join(sorted(candidates[base] - {base}))
    if others:
        out.write(f"{base}\t{others}\n")
