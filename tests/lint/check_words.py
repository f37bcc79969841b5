"""Searches comments, user-visible strings and documents for the words of words.txt.

Usage: check_words.py [--count] [--root DIRECTORY]

Prints PATH:LINE: "word" for each match, with a suggestion. Exit code 0: none; 1: some; 2: words.txt
or allowed_words.txt is malformed. --count prints the number of matches of each kind instead, without
the exceptions.
"""
import argparse
import fnmatch
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
# Comments, raw strings, strings and character constants of C++, in this order of precedence.
CPP_TOKEN = re.compile(
    r'(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<raw>R"(?P<tag>[^(\s]{0,16})\(.*?\)(?P=tag)")'
    r'|(?P<string>"(?:\\.|[^"\\\n])*")|(?P<char>(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\')', re.S)
HASH_COMMENT = re.compile(r'(?:^|(?<=\s))#(?!!)[^\n]*')
CODE_BLOCK = re.compile(r'^```.*?^```', re.M | re.S)
INLINE_CODE = re.compile(r'`[^`\n]*`')
DOCUMENTS = re.compile(r'^(?:[A-Z]+\.md|docs/(?!beginners).*\.(?:md|1)|docs/.*schema\.json|data/SOURCES\.md)$')
SOURCES = re.compile(r'^(?:src|bpf|bench|tests)/.*\.(?:cpp|h|c)$')
SCRIPTS = re.compile(r'^(?:dev|\.ci/run|\.clang-.*|.*\.(?:py|sh|cmake|desktop)|(?:.*/)?CMakeLists\.txt|packaging/completions/.*)$')
SKIPPED = re.compile(r'^(?:tests/(?:recordings|fuzz/corpus|golden/expected|lint)/)')


class Malformed(Exception):
    pass


def blank(match):
    """Replaces text by as many line breaks as it has, so that line numbers stay right."""
    return '\n' * match.group(0).count('\n')


def content_lines(path):
    with open(path, encoding='utf-8') as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip('\n')
            if line and not line.startswith('#'):
                yield f'{os.path.basename(path)}:{number}', line


def read_words(path):
    words = []
    for where, line in content_lines(path):
        pattern, separator, advice = line.partition(' => ')
        if not separator:
            raise Malformed(f'{where}: requires PATTERN => SUGGESTION')
        try:
            words.append((re.compile(r'\b(?:' + pattern.replace(' ', r'\s+') + r')\b', re.I), advice))
        except re.error as error:
            raise Malformed(f'{where}: {error}') from error
    return words


def read_exceptions(path):
    exceptions = []
    for where, line in content_lines(path):
        rule, separator, reason = line.partition(' # ')
        parts = [part.strip() for part in rule.split(' | ')]
        if not separator or not reason.strip() or len(parts) != 3:
            raise Malformed(f'{where}: requires PATH | KIND | FRAGMENT # REASON')
        exceptions.append((where, *parts))
    return exceptions


def spans_of_cpp(text, is_test):
    """Yields (kind, offset, text). Adjacent line comments are one span, since a phrase may wrap."""
    pending = None
    for match in CPP_TOKEN.finditer(text):
        if match.lastgroup == 'comment' or match.group('comment'):
            body = re.sub(r'(?m)^\s*//|^/\*|\*/$', lambda m: ' ' * len(m.group(0)), match.group(0))
            if pending and not text[pending[0] + len(pending[1]):match.start()].strip():
                gap = text[pending[0] + len(pending[1]):match.start()]
                pending = (pending[0], pending[1] + gap + body)
            else:
                if pending:
                    yield ('comment', *pending)
                pending = (match.start(), body)
            continue
        if not is_test and not match.group('char'):
            yield 'string', match.start(), match.group(0)
    if pending:
        yield ('comment', *pending)


def spans_of(path, text):
    if SOURCES.match(path):
        is_test = path.startswith('tests/') or path.endswith('_test.cpp')
        yield from spans_of_cpp(text, is_test)
    elif DOCUMENTS.match(path):
        if path.endswith('.md'):
            text = INLINE_CODE.sub(lambda m: ' ' * len(m.group(0)), CODE_BLOCK.sub(blank, text))
        if path.endswith('.1'):
            text = text.replace('\\-', '-')
        yield 'text', 0, text
    elif SCRIPTS.match(path):
        for match in HASH_COMMENT.finditer(text):
            yield 'comment', match.start(), match.group(0)


def list_files(root):
    """Returns the files of a work tree that git does not ignore; of another directory, all files."""
    try:
        listed = subprocess.run(['git', '-C', root, 'ls-files', '-co', '--exclude-standard'],
                                capture_output=True, text=True, check=True).stdout
        return sorted(set(listed.splitlines()))
    except (OSError, subprocess.CalledProcessError):
        return sorted(os.path.relpath(os.path.join(directory, name), root)
                      for directory, _, names in os.walk(root) for name in names)


def find(root, words):
    """Yields (path, line number, kind, word, advice, line)."""
    for path in list_files(root):
        full = os.path.join(root, path)
        if SKIPPED.match(path) or not os.path.isfile(full):
            continue
        if not any(pattern.match(path) for pattern in (SOURCES, DOCUMENTS, SCRIPTS)):
            continue
        with open(full, encoding='utf-8') as file:
            text = file.read()
        lines = text.split('\n')
        for kind, offset, span in spans_of(path, text):
            first = text.count('\n', 0, offset)
            for pattern, advice in words:
                for match in pattern.finditer(span):
                    number = first + span.count('\n', 0, match.start())
                    yield path, number + 1, kind, match.group(0), advice, lines[number]


def is_allowed(exceptions, used, path, kind, line):
    for where, pattern, allowed_kind, fragment in exceptions:
        if allowed_kind in ('*', kind) and fnmatch.fnmatch(path, pattern) and (fragment == '*' or fragment in line):
            used.add(where)
            return True
    return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--count', action='store_true')
    parser.add_argument('--root', default=os.path.dirname(os.path.dirname(HERE)))
    parser.add_argument('--words', default=os.path.join(HERE, 'words.txt'))
    parser.add_argument('--allowed', default=os.path.join(HERE, 'allowed_words.txt'))
    options = parser.parse_args()
    try:
        words = read_words(options.words)
        exceptions = read_exceptions(options.allowed)
    except (Malformed, OSError) as error:
        print(f'check_words: {error}', file=sys.stderr)
        return 2
    found = list(find(options.root, words))
    if options.count:
        kinds = {kind: sum(1 for f in found if f[2] == kind) for kind in ('comment', 'string', 'text')}
        print(f'{len(found)} matches: ' + ', '.join(f'{count} in {kind}s' for kind, count in kinds.items()))
        return 0
    used = set()
    status = 0
    for path, number, kind, word, advice, line in found:
        if is_allowed(exceptions, used, path, kind, line):
            continue
        status = 1
        word = ' '.join(word.replace('//', ' ').split())
        print(f'{path}:{number}: "{word}" ({kind}); write instead: {advice}')
    for where, *_ in exceptions:
        if where not in used:
            status = 1
            print(f'{where}: this exception matches nothing; remove it')
    return status


if __name__ == '__main__':
    sys.exit(main())
