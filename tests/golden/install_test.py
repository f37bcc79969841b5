"""Checks that `cmake --install` installs exactly the expected files, and that the programs run."""
import os
import re
import stat
import subprocess
import tempfile
import unittest

from support import read_source

BUILD_DIR = os.environ["BUILD_DIR"]
HAS_DESKTOP = os.environ["HAS_DESKTOP"] == "1"


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory()
        cls.root = cls.directory.name
        subprocess.run(["cmake", "--install", BUILD_DIR, "--prefix", "/usr"], env=dict(os.environ, DESTDIR=cls.root), check=True,
                       capture_output=True, timeout=120)

    @classmethod
    def tearDownClass(cls):
        cls.directory.cleanup()

    def files(self):
        found = []
        for directory, _, names in os.walk(self.root):
            found += [os.path.relpath(os.path.join(directory, name), self.root) for name in names]
        # Country and network files are installed only if they were built.
        return sorted(name for name in found if not name.endswith(".mmdb") and "/flags" not in name)

    def run_installed(self, name, *words):
        # No display, and nothing from the build directory.
        variables = {"PATH": "/usr/bin:/bin", "HOME": self.root, "LANG": "C.UTF-8"}
        return subprocess.run([os.path.join(self.root, "usr", "bin", name), *words], env=variables, cwd=self.root, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=60, check=False)

    def test_every_file_is_installed(self):
        wanted = read_source("tests", "golden", "expected", "installed.txt").splitlines()
        if HAS_DESKTOP:
            wanted += read_source("tests", "golden", "expected", "installed_desktop.txt").splitlines()
        self.assertEqual(self.files(), sorted(wanted))

    def test_only_programs_are_executable(self):
        for name in self.files():
            mode = os.stat(os.path.join(self.root, name)).st_mode
            self.assertEqual(stat.S_IMODE(mode), 0o755 if name.startswith("usr/bin/") else 0o644, name)

    def test_links_between_installed_documents_work(self):
        # Screenshots, the guides for contributors and the manual's source are not installed, and
        # schemas go to another directory.
        elsewhere = re.compile(r"screenshots/|/man/|\.schema\.json$|CONTRIBUTING\.md|ARCHITECTURE\.md")
        for name in self.files():
            if not name.endswith(".md"):
                continue
            directory = os.path.join(self.root, os.path.dirname(name))
            with open(os.path.join(self.root, name), encoding="utf-8") as document:
                links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read())
            for link in links:
                if not elsewhere.search(link):
                    self.assertTrue(os.path.exists(os.path.join(directory, link)), f"{name}: {link}")

    def test_the_command_line_program_runs(self):
        self.assertRegex(self.run_installed("portexplorer", "--version").stdout.decode(), r"^portexplorer \d+\.\d+\.\d+")
        result = self.run_installed("portexplorer", "what", "term", "TIME_WAIT")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn(b"The connection has ended", result.stdout)

    @unittest.skipUnless(HAS_DESKTOP, "the desktop program is not built here")
    def test_the_desktop_program_runs(self):
        result = self.run_installed("portexplorer-gui", "--version")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertRegex(result.stdout.decode(), r"^portexplorer-gui \d+\.\d+\.\d+\n$")


if __name__ == "__main__":
    unittest.main()
