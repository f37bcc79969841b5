"""Checks the desktop entry, the AppStream metadata and the icon."""
import configparser
import os
import re
import shutil
import subprocess
import unittest
import xml.etree.ElementTree

from support import SOURCE_DIR, read_source

FOLDER = ("packaging", "desktop")


def path_of(name):
    return os.path.join(SOURCE_DIR, *FOLDER, name)


def entry():
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read_string(read_source(*FOLDER, "portexplorer.desktop"))
    return parser["Desktop Entry"]


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


class DesktopFiles(unittest.TestCase):
    def test_the_entry_starts_the_program_that_is_built(self):
        built = read_source("src", "faces", "gui", "CMakeLists.txt")
        program = entry()["Exec"].split()[0]
        self.assertIn(f"add_executable({program} ", built)
        self.assertEqual(entry()["TryExec"], program)

    def test_the_window_belongs_to_the_entry(self):
        self.assertIn('setDesktopFileName(QStringLiteral("portexplorer"))', read_source("src", "faces", "gui", "main.cpp"))

    def test_the_icon_is_an_svg_file(self):
        name = entry()["Icon"] + ".svg"
        root = xml.etree.ElementTree.fromstring(read_source(*FOLDER, name))
        self.assertEqual(root.tag, "{http://www.w3.org/2000/svg}svg")
        self.assertNotIn("href", read_source(*FOLDER, name))

    @unittest.skipUnless(os.environ.get("HAS_DESKTOP") == "1", "built without the desktop program")
    def test_an_invalid_filter_is_refused_before_a_window_opens(self):
        program = os.path.join(os.environ["BUILD_DIR"], "bin", "portexplorer-gui")
        for option in (["--filter", "port:22 and ("], ["--filter=port:22 and ("]):
            answer = run(program, *option)
            self.assertEqual(answer.returncode, 2)
            self.assertEqual(answer.stdout, "")
            self.assertEqual(answer.stderr, 'portexplorer-gui: --filter cannot be read: "port:22 and (", character 14: '
                                            "condition expected at the end\n")

    def test_every_text_has_a_german_translation(self):
        for key in ("GenericName", "Comment", "Keywords"):
            self.assertIn(key + "[de]", entry())
        root = xml.etree.ElementTree.fromstring(read_source(*FOLDER, "portexplorer.metainfo.xml"))
        lang = "{http://www.w3.org/XML/1998/namespace}lang"
        for tag in ("summary", "p", "li"):
            texts = list(root.iter(tag))
            german = [t for t in texts if t.get(lang) == "de"]
            self.assertEqual(len(texts), 2 * len(german), tag)

    def test_the_version_matches_the_program(self):
        version = re.search(r"project\(portexplorer VERSION (\S+)", read_source("CMakeLists.txt")).group(1)
        root = xml.etree.ElementTree.fromstring(read_source(*FOLDER, "portexplorer.metainfo.xml"))
        self.assertEqual(next(root.iter("release")).get("version"), version)

    @unittest.skipUnless(shutil.which("desktop-file-validate"), "desktop-file-validate is not installed")
    def test_the_entry_is_valid(self):
        result = run("desktop-file-validate", path_of("portexplorer.desktop"))
        self.assertEqual((result.returncode, result.stdout), (0, ""))

    @unittest.skipUnless(shutil.which("appstreamcli"), "appstreamcli is not installed")
    def test_the_description_is_valid(self):
        result = run("appstreamcli", "validate", "--no-net", path_of("portexplorer.metainfo.xml"))
        self.assertEqual(result.returncode, 0, result.stdout)


if __name__ == "__main__":
    unittest.main()
