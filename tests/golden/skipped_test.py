"""Checks that skipped tests are listed at the end of a run, each with its reason."""
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
this kernel does not support the protocol: Protocol not supported

[  SKIPPED ] SockDiag.ReadsUdplite (2 ms)
2/4 Testing: golden.desktop_files
test_the_entry_is_valid (__main__.DesktopFiles.test_the_entry_is_valid) ... skipped 'desktop-file-validate is not installed'
test_more (__main__.DesktopFiles.test_more) ... ok
3/4 Testing: SockDiag.Other
the word Skipped means nothing here
4/4 Testing: window
SKIP   : Window::drags() there is no screen
"""


NOBODY = 65534
NAMED = """
3 skipped:
  SockDiag.ReadsUdplite: this kernel does not support the protocol: Protocol not supported
  golden.desktop_files: test_the_entry_is_valid: desktop-file-validate is not installed{0}
  window: Window::drags() there is no screen{0}
"""


class Skipped(unittest.TestCase):
    def run_on(self, text, user=None):
        with tempfile.NamedTemporaryFile("w", suffix=".log") as log:
            log.write(text)
            log.flush()
            os.chmod(log.name, 0o644)
            with open(SKIPPED, encoding="utf-8") as script:  # an unprivileged user may not be able to open it by path
                run = subprocess.run([sys.executable, "-", log.name], stdin=script, capture_output=True, text=True, check=False, user=user)
            self.assertEqual(run.stderr, "")
            return run.stdout, run.returncode

    def test_each_is_listed_with_its_reason(self):
        self.assertEqual(self.run_on(LOG, NOBODY if os.geteuid() == 0 else None), (NAMED.format(""), 0))

    @unittest.skipIf(os.geteuid() != 0, "run as root")
    def test_root_may_skip_only_unsupported_kernel_features(self):
        self.assertEqual(self.run_on(LOG), (NAMED.format(" (FAILED: root may not skip it)"), 1))
        self.assertEqual(self.run_on(LOG.split("2/4")[0])[1], 0)

    def test_prints_nothing_if_all_tests_ran(self):
        self.assertEqual(self.run_on("1/1 Testing: A\n[       OK ] A\n"), ("", 0))


if __name__ == "__main__":
    unittest.main()
