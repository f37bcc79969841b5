"""Which tests were skipped is said at the end of a run, with the reason of each."""
import os
import subprocess
import sys
import tempfile
import unittest

SKIPPED = os.path.join(os.environ["SOURCE_DIR"], "tests", "skipped.py")
LOG = """Start testing: Nov 29 18:00 UTC
1/4 Testing: SockDiag.ReadsUdplite
Output:
[ RUN      ] SockDiag.ReadsUdplite
/src/sock_diag_test.cpp:313: Skipped
this kernel does not know the protocol: Protocol not supported

[  SKIPPED ] SockDiag.ReadsUdplite (2 ms)
2/4 Testing: golden.desktop_files
test_the_entry_is_valid (__main__.DesktopFiles.test_the_entry_is_valid) ... skipped 'desktop-file-validate is not installed'
test_more (__main__.DesktopFiles.test_more) ... ok
3/4 Testing: SockDiag.Other
the word Skipped means nothing here
4/4 Testing: window
SKIP   : Window::drags() there is no screen
"""


class Skipped(unittest.TestCase):
    def said_of(self, text):
        with tempfile.NamedTemporaryFile("w", suffix=".log") as log:
            log.write(text)
            log.flush()
            return subprocess.run([sys.executable, SKIPPED, log.name], capture_output=True, text=True, check=True).stdout

    def test_each_is_named_with_its_reason(self):
        self.assertEqual(self.said_of(LOG), """
3 skipped:
  SockDiag.ReadsUdplite: this kernel does not know the protocol: Protocol not supported
  golden.desktop_files: test_the_entry_is_valid: desktop-file-validate is not installed
  window: Window::drags() there is no screen
""")

    def test_nothing_is_said_where_all_ran(self):
        self.assertEqual(self.said_of("1/1 Testing: A\n[       OK ] A\n"), "")


if __name__ == "__main__":
    unittest.main()
