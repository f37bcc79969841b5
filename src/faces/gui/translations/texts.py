#!/usr/bin/python3
"""Translations of the texts of lower layers: "…"_text in the sources, explanations in data/likely.tsv.

    texts.py LANGUAGE    adds new texts to pages_LANGUAGE.ts as unfinished, and removes unused ones
"""
import csv
import os
import re
import sys
import xml.etree.ElementTree
from xml.sax.saxutils import escape

FOLDER = os.path.dirname(os.path.abspath(__file__))
SOURCES = os.path.abspath(os.path.join(FOLDER, "..", "..", ".."))
LIKELY = os.path.abspath(os.path.join(SOURCES, "..", "data", "likely.tsv"))
LITERAL = r'"(?:[^"\\\n]|\\.)*"'
TEXT = re.compile(rf"((?:{LITERAL}\s*)*{LITERAL})_text\b")
ESCAPES = {"n": "\n", "t": "\t"}


def context_of(path):
    return "Columns" if path.endswith("model/fields.cpp") else "Pages"


def texts_of(source):
    """Yields the marked texts of a C++ source. Adjacent literals are concatenated."""
    source = re.sub(r"'\\?\"'", "' '", source)
    source = re.sub(r"(^|\s)//\s.*", "", source, flags=re.MULTILINE)
    for match in TEXT.finditer(source):
        text = "".join(re.sub(r"\\(.)", lambda m: ESCAPES.get(m[1], m[1]), part[1:-1]) for part in re.findall(LITERAL, match[1]))
        if text:
            yield text


def likely_texts():
    """Returns the explanations of common ports. The names of services are not translated."""
    with open(LIKELY, encoding="utf-8") as file:
        return [row["text"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def marked_texts():
    """Returns all (context, text) pairs in order of the sources, followed by those of the table."""
    found = {}
    for folder, folders, names in os.walk(SOURCES):
        folders.sort()
        for name in sorted(names):
            if not name.endswith((".cpp", ".h")) or name.endswith("_test.cpp"):
                continue
            path = os.path.join(folder, name)
            with open(path, encoding="utf-8") as file:
                for text in texts_of(file.read()):
                    found[context_of(path), text] = True
    for text in likely_texts():
        found["Pages", text] = True
    return list(found)


def translations(path):
    """Maps (context, text) to its translation, or to None if it is unfinished."""
    found = {}
    for context in xml.etree.ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            told = message.find("translation")
            found[context.find("name").text, message.find("source").text] = None if told.get("type") else told.text
    return found


def write(path, language, wanted, told):
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>", f'<TS version="2.1" language="{language}" sourcelanguage="en">']
    for context in sorted({context for context, _ in wanted}):
        lines += ["<context>", f"    <name>{context}</name>"]
        for where, text in wanted:
            if where != context:
                continue
            translation = told.get((where, text))
            kind = "" if translation else ' type="unfinished"'
            lines += ["    <message>", f"        <source>{escape(text)}</source>",
                      f"        <translation{kind}>{escape(translation or '')}</translation>", "    </message>"]
        lines.append("</context>")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines + ["</TS>", ""]))


def main(language):
    path = os.path.join(FOLDER, f"pages_{language}.ts")
    told = translations(path) if os.path.exists(path) else {}
    write(path, language, marked_texts(), told)


if __name__ == "__main__":
    main(sys.argv[1])
