"""What check_words.py finds, and what it leaves alone."""
import os
import subprocess
import sys
import tempfile
import unittest

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'check_words.py')


class CheckWords(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.write('words.txt', 'told => reported\nsecond look => rescan\n')
        self.write('allowed.txt', '')

    def write(self, name, text):
        path = os.path.join(self.directory.name, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)

    def check(self, *arguments):
        result = subprocess.run(
            [sys.executable, SCRIPT, '--root', self.directory.name, '--words', self.directory.name + '/words.txt',
             '--allowed', self.directory.name + '/allowed.txt', *arguments], capture_output=True, text=True, check=False)
        return result.returncode, result.stdout + result.stderr

    def test_a_word_in_a_comment_is_found_with_its_line(self):
        self.write('src/a.cpp', 'int a;\n\n// Was told.\n')
        self.assertEqual(self.check(), (1, 'src/a.cpp:3: "told" (comment); write instead: reported\n'))

    def test_a_phrase_may_wrap_to_the_next_line_of_a_comment(self):
        self.write('src/a.h', '// A second\n// look at it.\nint a;\n')
        self.assertEqual(self.check(), (1, 'src/a.h:1: "second look" (comment); write instead: rescan\n'))

    def test_code_is_not_searched(self):
        self.write('src/a.cpp', 'int told = 0;\nchar c = \'"\';\nint second; int look;\n')
        self.assertEqual(self.check(), (0, ''))

    def test_strings_are_searched_in_sources_but_not_in_tests(self):
        self.write('src/a.cpp', 'auto a = "http://x told";\n')
        self.write('src/a_test.cpp', 'auto a = "told";\n')
        self.assertEqual(self.check(), (1, 'src/a.cpp:1: "told" (string); write instead: reported\n'))

    def test_raw_strings_are_searched(self):
        self.write('src/a.cpp', 'auto a = R"(one\n"quoted" told)";\n')
        self.assertEqual(self.check(), (1, 'src/a.cpp:2: "told" (string); write instead: reported\n'))

    def test_documents_are_searched_except_for_code(self):
        self.write('README.md', 'Told `told`.\n```\ntold\n```\n')
        self.assertEqual(self.check(), (1, 'README.md:1: "Told" (text); write instead: reported\n'))

    def test_comments_of_scripts_are_searched(self):
        self.write('tests/a.py', 'told = "#"  # told\n')
        self.assertEqual(self.check(), (1, 'tests/a.py:1: "told" (comment); write instead: reported\n'))

    def test_an_exception_allows_a_line_and_must_be_used(self):
        self.write('src/a.cpp', '// Was told so.\n')
        self.write('allowed.txt', 'src/*.cpp | comment | told so # a quotation\n')
        self.assertEqual(self.check(), (0, ''))
        self.write('src/a.cpp', '// Fine.\n')
        self.assertEqual(self.check(), (1, 'allowed.txt:1: this exception matches nothing; remove it\n'))

    def test_malformed_files_are_refused(self):
        self.write('allowed.txt', 'src/*.cpp | comment | told so\n')
        self.assertEqual(self.check()[0], 2)
        self.write('allowed.txt', '')
        self.write('words.txt', 'told\n')
        self.assertEqual(self.check()[0], 2)


if __name__ == '__main__':
    unittest.main()
