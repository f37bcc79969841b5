"""skipped.py LOG: lists the tests that a run of ctest skipped, and why. LOG is Testing/Temporary/LastTest.log of the build folder.

A skip passes, so nobody would notice that a test has not run for years. Root may skip only what the kernel or a sanitizer cannot do:
any other skip ends this with 1."""
import os
import re
import sys

ALLOWED = re.compile("|".join((
    "this kernel does not support the protocol: ",
    "this kernel has no MPTCP$",
    "the kernel loads no program that follows a function: ",
    "this kernel has no tracepoint sock_send_length$",
    "this kernel's TCP table has no sockets that are only bound$",
    "a sanitizer's allocator keeps freed memory on purpose$",
    "the sanitizer's check of types opens a pipe$",
    "the sanitizer's own search for leaks ends the program where there is no /proc",
)))


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
        return 0
    if found:
        print(f"\n{len(found)} skipped:")
    refused = False
    for test, reason in found:
        allowed = os.geteuid() != 0 or ALLOWED.match(reason)
        refused = refused or not allowed
        print(f"  {test}: {reason}{'' if allowed else ' (FAILED: root may not skip it)'}")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
