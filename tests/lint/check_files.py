"""Checks that the code, the header and the tests of a subject are next to each other.

Each x.cpp and x_test.cpp of src/ requires a header x.h in its directory. A large subject may be
split: x_part.cpp and x_part_test.cpp belong to x.h too. Programs (main.cpp, x_main.cpp) and stub.cpp,
which implements several headers for builds without BPF, have no header.

Prints each file that breaks the rule. Exit code 0: none; 1: some.
"""
import os
import re
import sys

PROGRAMS = re.compile(r'(?:^|/)(?:main|stub|\w+_main)\.cpp$')


def has_header(path, files):
    directory, name = os.path.split(path)
    stem = re.sub(r'(?:_test)?\.cpp$', '', name)
    while stem:
        if os.path.join(directory, stem + '.h') in files:
            return True
        stem = stem.rpartition('_')[0]
    return False


def main():
    files = {os.path.join(directory, name) for directory, _, names in os.walk('src') for name in names}
    alone = [path for path in sorted(files)
             if path.endswith('.cpp') and not PROGRAMS.search(path) and not has_header(path, files)]
    for path in alone:
        print(f'{path}: there is no header that it belongs to (x.h, or x_part.cpp beside x.h)', file=sys.stderr)
    return 1 if alone else 0


if __name__ == '__main__':
    sys.exit(main())
