"""skipped.py LOG: lists the tests that a run of ctest skipped, and why. LOG is Testing/Temporary/LastTest.log of the build folder.

A skip passes, so nobody would notice that a test has not run for years."""
import re
import sys


def skips(lines):
    """Yields (test, reason)."""
    test, awaiting_reason = "", False
    for line in lines:
        line = line.rstrip("\n")
        begun = re.match(r"\d+/\d+ Testing: (.*)", line)
        if begun:
            test, awaiting_reason = begun.group(1), False
        elif awaiting_reason and line:
            yield test, line
            awaiting_reason = False
        elif re.match(r"\S+:\d+: Skipped$", line):  # GoogleTest; the reason is in the next line
            awaiting_reason = True
        elif re.search(r"\.\.\. skipped ['\"].*['\"]$", line):  # unittest -v
            name, reason = re.search(r"^(.*?)(?: \(.*\))? \.\.\. skipped ['\"](.*)['\"]$", line).groups()
            yield f"{test}: {name}", reason
        elif line.startswith("SKIP   : "):  # Qt
            yield test, line[len("SKIP   : "):]


def main():
    try:
        with open(sys.argv[1], encoding="utf-8", errors="replace") as log:
            found = list(dict.fromkeys(skips(log)))
    except FileNotFoundError:
        return
    if found:
        print(f"\n{len(found)} skipped:")
        for test, reason in found:
            print(f"  {test}: {reason}")


if __name__ == "__main__":
    main()
