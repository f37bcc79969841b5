"""Checks that help, manual page and completions have the same options and fields."""
import os
import re
import shutil
import subprocess
import unittest

from support import SOURCE_DIR, field_names, option_names, read_source, run_program, run_scene


def words_of(text):
    return set(re.findall(r"(?<![\w-])--?[\w-]+", text))


class Documentation(unittest.TestCase):
    def setUp(self):
        self.options = option_names()
        self.fields = field_names()
        self.assertGreater(len(self.options), 40)
        self.assertIn("--tcp", self.options)
        self.assertIn("-t", self.options)

    def test_the_manual_page_has_every_option_as_an_entry(self):
        page = read_source("docs", "man", "portexplorer.1").replace("\\-", "-")
        entries = "\n".join(line for line in page.splitlines() if line.startswith((".B -", ".BR -", ".BI -")))
        missing = [option for option in self.options if option not in words_of(entries)]
        self.assertEqual(missing, [])

    def test_the_manual_page_has_no_unknown_option(self):
        page = read_source("docs", "man", "portexplorer.1").replace("\\-", "-")
        known = set(self.options) | {"--NETSTAT--", "-tulpen", "-tu", "-created", "-"}
        self.assertEqual({word for word in words_of(page) if word not in known}, set())

    def test_the_manual_page_has_every_field(self):
        page = read_source("docs", "man", "portexplorer.1")
        fields = page[page.index(".SH FIELDS") : page.index(".SH JSON")]
        listed = " ".join(line[3:] for line in fields.splitlines() if line.startswith(".B ")).split()
        self.assertEqual([word for word in listed if word in self.fields], self.fields + ["sent_bytes", "received_bytes"])

    def test_the_manual_page_is_well_formed(self):
        page = os.path.join(SOURCE_DIR, "docs", "man", "portexplorer.1")
        readers = [["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", page], ["mandoc", "-T", "lint", "-W", "warning", page]]
        there = [reader for reader in readers if shutil.which(reader[0])]
        self.assertTrue(there, "neither man nor mandoc is installed")
        for reader in there:
            result = subprocess.run(reader, capture_output=True, timeout=60, check=False)
            said = result.stderr if reader[0] == "man" else result.stdout + result.stderr
            self.assertEqual((result.returncode, said.decode()), (0, ""), reader[0])

    def test_completions_have_every_option(self):
        bash = words_of(read_source("packaging", "completions", "bash", "portexplorer"))
        zsh = words_of(read_source("packaging", "completions", "zsh", "_portexplorer").replace("'{", " ").replace("'(", " ").replace(",", " "))
        fish = read_source("packaging", "completions", "fish", "portexplorer.fish")
        fish_words = {"--" + name for name in re.findall(r" -l ([\w-]+)", fish)} | {"-" + letter for letter in re.findall(r" -s (\w)", fish)}
        for shell, words in (("bash", bash), ("zsh", zsh), ("fish", fish_words)):
            self.assertEqual([option for option in self.options if option not in words], [], shell)

    def test_completions_have_every_field(self):
        for path in ("bash/portexplorer", "zsh/_portexplorer", "fish/portexplorer.fish"):
            text = read_source("packaging", "completions", *path.split("/"))
            start = text.index("protocol family")
            listed = text[start : text.index("direction", start) + len("direction")].replace("\\", " ").split()
            self.assertEqual(listed, self.fields, path)

    def complete_in_bash(self, *words):
        script = os.path.join(SOURCE_DIR, "packaging", "completions", "bash", "portexplorer")
        command = f"compopt() {{ :; }}; . '{script}'; COMP_WORDS=(portexplorer \"$@\"); COMP_CWORD=$#; _portexplorer; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        result = subprocess.run(["bash", "-c", command, "bash", *words], capture_output=True, text=True, timeout=60, check=True)
        self.assertEqual(result.stderr, "")
        return result.stdout.split()

    def test_bash_completes(self):
        self.assertEqual(self.complete_in_bash("wa"), ["watch"])
        self.assertEqual(self.complete_in_bash("--est"), ["--established"])
        self.assertEqual(self.complete_in_bash("--columns", "pid,+coo"), ["pid,+cookie"])
        self.assertEqual(self.complete_in_bash("--color", "=", "al"), ["always"])
        self.assertEqual(self.complete_in_bash("help", "fi"), ["fields", "filters"])
        self.assertEqual(self.complete_in_bash("list", "por"), ["port:"])
        self.assertIn("--json", self.complete_in_bash("doctor", "--"))
        self.assertEqual(self.complete_in_bash("what", ""), ["port", "process", "address", "term", "beginner"])
        self.assertEqual(self.complete_in_bash("what", "term", "TIME"), ["TIME_WAIT"])
        self.assertIn("--all", self.complete_in_bash("what", "port", "--"))
        self.assertNotIn("--tcp", self.complete_in_bash("doctor", "--"))

    def test_other_shells_can_parse_their_completions(self):
        for shell, path in (("zsh", "zsh/_portexplorer"), ("fish", "fish/portexplorer.fish")):
            if shutil.which(shell) is None:
                continue
            full = os.path.join(SOURCE_DIR, "packaging", "completions", *path.split("/"))
            result = subprocess.run([shell, "-n", full], capture_output=True, timeout=60, check=False)
            self.assertEqual((result.returncode, result.stderr), (0, b""), shell)


class Help(unittest.TestCase):
    commands = ("list", "watch", "log", "doctor", "what")
    topics = (*commands, "options", "fields", "filters")

    def help_lines(self, *words):
        return run_program(*words).stdout.decode().splitlines()

    def test_it_starts_with_five_questions(self):
        lines = self.help_lines("--help")
        self.assertRegex(lines[2], r"^Who holds port 8080\? .*portexplorer port:8080$")
        self.assertRegex(lines[3], r"^What is this machine connected to\? .*portexplorer --remote$")
        self.assertRegex(lines[4], r"^What is changing right now\? .*portexplorer watch$")
        self.assertRegex(lines[5], r"^Who communicates with whom, .*\? .*portexplorer log$")
        self.assertRegex(lines[6], r"^What is port 25 for, .*\? .*portexplorer what port 25$")

    def test_it_fits_one_screen(self):
        lines = self.help_lines("--help")
        self.assertLess(len(lines), 24)  # with the prompt of the shell
        self.assertEqual(self.help_lines("help"), lines)
        for topic in self.topics:
            self.assertIn(topic, lines[-1])

    def test_its_options_exist(self):
        listed = {word for line in self.help_lines("--help") if line.startswith("  ") for word in words_of(line.split("   ")[0])}
        self.assertGreater(len(listed), 9)
        self.assertEqual(listed - set(self.options_of_all_commands()), set())

    def options_of_all_commands(self):
        return option_names() + ["-tu"]

    def test_each_command_shows_its_options_only(self):
        for command, present, absent in (("list", "--observe", "--interval"), ("watch", "--interval", "--observe"), ("log", "--max-rate", "--listening"),
                                         ("doctor", "--self-test", "--tcp"), ("what", "--whois", "--columns")):
            listed = {word for line in self.help_lines("help", command) if line.startswith(("      --", "  -")) for word in words_of(line[:28])}
            self.assertIn(present, listed, command)
            self.assertNotIn(absent, listed, command)

    def test_the_headings_are_those_of_the_manual_page(self):
        page = read_source("docs", "man", "portexplorer.1")
        for line in self.help_lines("help", "options")[1:]:
            if line and not line.startswith(" "):
                self.assertIn(f"\n.SS {line}\n", page)

    def test_every_topic_prints_something(self):
        for topic in self.topics:
            result = run_program("help", topic)
            self.assertEqual((result.returncode, result.stderr), (0, b""), topic)
            self.assertGreater(result.stdout.count(b"\n"), 5, topic)
        self.assertEqual(run_program("help", "nonsense").returncode, 2)

    def test_lines_fit_a_terminal_of_80(self):
        for words in (["--help"], ["what"], *(["help", topic] for topic in self.topics)):
            for line in self.help_lines(*words):
                self.assertLessEqual(len(line), 80, line)

    def test_the_filters_in_the_help_are_valid(self):
        text = run_program("help", "filters").stdout.decode()
        examples = re.findall(r"^  (\S.*?)(?:  .*)?$", text, re.M)
        self.assertGreater(len(examples), 20)
        for example in examples:
            if example.startswith("portexplorer "):
                example = example.removeprefix("portexplorer ").replace("'", "")
            result = run_scene("plain", "--", example)
            self.assertIn(result.returncode, (0, 1), f"{example}: {result.stderr.decode()}")

    def test_version(self):
        self.assertRegex(run_program("--version").stdout.decode(), r"^portexplorer \d+\.\d+\.\d+\n$")


if __name__ == "__main__":
    unittest.main()
