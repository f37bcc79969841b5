"""Checks the translations of the desktop program: complete, with placeholders and mnemonics."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

from support import SOURCE_DIR, field_helps, read_source

GUI = os.path.join(SOURCE_DIR, "src", "faces", "gui")
sys.path.insert(0, os.path.join(GUI, "translations"))
import texts as marked  # noqa: E402: the module is next to the translations
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

    def test_placeholders_are_kept(self):
        for context, message in messages(self.path):
            source = message.find("source").text
            for text in texts(message):
                self.assertEqual(sorted(re.findall(r"%(?:\d|n)", source)), sorted(re.findall(r"%(?:\d|n)", text)), f"{context}: {source}")

    def test_mnemonics_are_kept(self):
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


class GermanFromBelow(unittest.TestCase):
    """Texts of fields and pages: marked in the sources, and translated by the windows."""
    path = os.path.join(GUI, "translations", "pages_de.ts")
    update = "src/faces/gui/translations/texts.py de"

    def setUp(self):
        self.translated = marked.translations(self.path)
        self.wanted = marked.marked_texts()

    def test_every_text_is_translated(self):
        self.assertGreater(len(self.wanted), 50)
        missing = [text for text in self.wanted if not self.translated.get(text)]
        self.assertEqual(missing, [], f"translate these: {self.update}")

    def test_no_translation_is_stale(self):
        self.assertEqual(set(self.translated) - set(self.wanted), set(), f"remove these: {self.update}")

    def test_placeholders_are_kept(self):
        for (_, text), translation in self.translated.items():
            self.assertEqual(sorted(re.findall(r"{\w+}", text)), sorted(re.findall(r"{\w+}", translation)), text)

    def test_every_field_has_its_help_and_its_title(self):
        helps = {text for context, text in self.wanted if context == "Columns"}
        titles = read_source("src", "faces", "gui", "models", "column_titles.cpp")
        for name, help_text in field_helps().items():
            self.assertIn(help_text, helps, f"{name}: its help in fields.cpp requires _text")
            self.assertIn(f'std::pair{{"{name}", QT_TRANSLATE_NOOP', titles, f"{name}: column_titles.cpp has no title for it")


if __name__ == "__main__":
    unittest.main()
