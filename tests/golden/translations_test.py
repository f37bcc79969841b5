"""The desktop program's texts: every one is translated, and each translation keeps its places and its key."""
import os
import re
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree

from support import SOURCE_DIR

GUI = os.path.join(SOURCE_DIR, "src", "faces", "gui")
LUPDATE = shutil.which("lupdate", path="/usr/lib/qt6/bin:" + os.environ.get("PATH", ""))


def messages(path):
    for context in xml.etree.ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            yield context.find("name").text, message


def texts(message):
    translation = message.find("translation")
    return [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]


class German(unittest.TestCase):
    path = os.path.join(GUI, "translations", "portexplorer_de.ts")

    def test_every_text_is_translated(self):
        for context, message in messages(self.path):
            source = message.find("source").text
            self.assertIsNone(message.find("translation").get("type"), f"{context}: {source}")
            self.assertTrue(all(texts(message)), f"{context}: {source}")

    def test_places_for_values_stay(self):
        for context, message in messages(self.path):
            source = message.find("source").text
            for text in texts(message):
                self.assertEqual(sorted(re.findall(r"%(?:\d|n)", source)), sorted(re.findall(r"%(?:\d|n)", text)), f"{context}: {source}")

    def test_what_has_a_key_keeps_one(self):
        for context, message in messages(self.path):
            source = message.find("source").text
            for text in texts(message):
                self.assertEqual(len(re.findall(r"&\w", source)), len(re.findall(r"&\w", text)), f"{context}: {source}")

    @unittest.skipUnless(LUPDATE, "lupdate is not installed")
    def test_no_text_of_the_source_is_missing(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "de.ts")
            subprocess.run([LUPDATE, "-no-obsolete", "-locations", "none", GUI, "-extensions", "cpp,h", "-target-language", "de", "-ts", path],
                           check=True, capture_output=True, timeout=120)
            wanted = {(context, message.find("source").text) for context, message in messages(path)}
        there = {(context, message.find("source").text) for context, message in messages(self.path)}
        self.assertGreater(len(wanted), 300)
        self.assertEqual(wanted - there, set(), "translate these: lupdate src/faces/gui -ts src/faces/gui/translations/portexplorer_de.ts")


if __name__ == "__main__":
    unittest.main()
