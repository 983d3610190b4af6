#!/usr/bin/env python3
"""Writes damaged copies of a signed document: .ci/mutants.py FILE FOLDER NUMBER

One byte is changed, taken out or written twice in each, or two pieces change places; the same
ones each time."""
import random
import sys

doc = open(sys.argv[1], "rb").read()
rnd = random.Random(1)
for n in range(int(sys.argv[3])):
    at = rnd.randrange(len(doc))
    how = n % 4
    if how == 0:
        changed = doc[:at] + bytes([doc[at] ^ (1 << rnd.randrange(6))]) + doc[at + 1 :]
    elif how == 1:
        changed = doc[:at] + doc[at + 1 :]
    elif how == 2:
        changed = doc[:at] + doc[at : at + 1] + doc[at:]
    else:  # white space in front of a tag, or within one
        tag = doc.find(b"<" if n % 8 == 3 else b'" ', at)
        if tag < 0:
            tag = at
        changed = doc[:tag + (n % 8 != 3)] + b"\n " + doc[tag + (n % 8 != 3) :]
    open(f"{sys.argv[2]}/{n:04d}.xsig", "wb").write(changed)
