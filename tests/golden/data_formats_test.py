"""Checks JSON and CSV output with independent parsers."""
import collections
import csv
import io
import json
import re
import unittest

import jsonschema

from support import field_names, read_source, run_program, run_scene

SCHEMA = json.loads(read_source("docs", "portexplorer.snapshot.schema.json"))
ROW_SCHEMA = {"$schema": SCHEMA["$schema"], "$defs": SCHEMA["$defs"], "$ref": "#/$defs/socket"}
SCENES = ["plain", "hostile", "blind", "changing", "many"]


def validate(document, schema=None):
    jsonschema.Draft202012Validator(schema or SCHEMA).validate(document)


def original_bytes(text):
    """Undoes the escapes documented in the description of the schema."""
    if not text.startswith("\ufffd"):
        return text.encode()
    parts = re.split(r"(\\\\|\\x[0-9a-f]{2})", text[1:])
    return b"".join(b"\\" if p == "\\\\" else bytes([int(p[2:], 16)]) if p.startswith("\\x") else p.encode() for p in parts)


def unescaped(text):
    """Undoes the escapes of CSV and tables."""
    simple = {"\\n": b"\n", "\\t": b"\t", "\\r": b"\r", "\\\\": b"\\"}
    out = b""
    for part in re.split(r"(\\[ntr\\]|\\x[0-9a-f]{2}|\\u\{[0-9a-f]+\})", text):
        if part in simple:
            out += simple[part]
        elif part.startswith("\\x"):
            out += bytes([int(part[2:], 16)])
        elif part.startswith("\\u"):
            out += chr(int(part[3:-1], 16)).encode()
        else:
            out += part.encode()
    return out


HOSTILE_NAMES = [b"new\nline", b"\x1b]0;owned\x07\x1b[2J\x1b[31m", b"not\xff\xfeutf8", b'back\\slash "quoted", comma',
                 "right\u202eleft\u2066turned".encode(), "中文进程名称".encode(), b"=cmd|' /C calc'!A0", "e\u0301té".encode(),
                 b"a-very-long-name-that-goes-on-and-on-and-on-and-does-not-fit-anywhere-at-all", b"\xc2\x9b31mC1",
                 "\ufffdmarked".encode()]


class Json(unittest.TestCase):
    def test_the_schema_is_valid(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_the_schema_has_exactly_the_fields(self):
        self.assertEqual(list(SCHEMA["$defs"]["socket"]["properties"]), field_names())
        self.assertGreater(len(field_names()), 40)

    def test_every_scene_is_valid(self):
        for scene in SCENES:
            document = json.loads(run_scene(scene, "--json", "--all-families").stdout.decode("utf-8"))
            validate(document)
            self.assertGreater(len(document["sockets"]), 0)
            for socket in document["sockets"]:
                self.assertEqual(list(socket), field_names())

    def test_an_empty_list_is_valid(self):
        result = run_scene("empty", "--json")
        validate(json.loads(result.stdout))
        self.assertEqual(result.returncode, 1)

    def test_this_machine_is_valid(self):
        document = json.loads(run_program("--json", "--all-families").stdout.decode("utf-8"))
        seen = collections.Counter()
        few_of_each = []  # the machine may have a million sockets of one kind
        for socket in document["sockets"]:
            kind = (socket["protocol"], socket["state"])
            seen[kind] += 1
            if seen[kind] <= 20:
                few_of_each.append(socket)
        validate(dict(document, sockets=few_of_each))

    def test_coverage_reports_what_is_missing(self):
        coverage = json.loads(run_scene("blind", "--json").stdout)["coverage"]
        self.assertEqual(len(coverage), 2)
        self.assertIn("14 processes", coverage[0]["what"])
        self.assertEqual(coverage[0]["remedy"], "Run as root.")
        self.assertIsNone(coverage[1]["remedy"])

    def test_no_byte_of_a_name_is_lost(self):
        sockets = json.loads(run_scene("hostile", "--json").stdout)["sockets"]
        names = {original_bytes(s["process"]) for s in sockets if s["process"] is not None}
        self.assertEqual(names, set(HOSTILE_NAMES))

    def test_jsonl_has_one_row_per_line(self):
        lines = run_scene("hostile", "--jsonl").stdout.decode("utf-8").split("\n")
        self.assertEqual(lines.pop(), "")
        self.assertEqual(len(lines), 14)
        for line in lines:
            validate(json.loads(line), ROW_SCHEMA)

    def test_columns_restrict_the_fields(self):
        socket = json.loads(run_scene("plain", "--json", "--columns", "pid,local").stdout)["sockets"][0]
        self.assertEqual(list(socket), ["pid", "local_address", "local_port"])

    def test_values_have_their_types(self):
        sockets = json.loads(run_scene("plain", "--json", "process:firefox").stdout)["sockets"]
        self.assertEqual(len(sockets), 1)
        web = sockets[0]
        self.assertEqual((web["pid"], web["remote_port"], web["sent_bytes"]), (2210, 443, 18234))
        self.assertEqual(web["cookie"], "1002")
        self.assertEqual(web["created_at"], "2026-02-13T16:33:11.000000000Z")
        self.assertEqual(web["holders"], [2210])
        self.assertIs(web["mapped"], True)
        self.assertIsNone(web["last_pid"])

    def test_an_unmapped_row_has_null_for_its_process(self):
        sockets = json.loads(run_scene("plain", "--json", "state:time_wait").stdout)["sockets"]
        self.assertEqual([(s["process"], s["pid"], s["last_process"], s["last_pid"]) for s in sockets], [(None, None, "postgres", 731)])

    def test_doctor(self):
        result = run_scene("plain", "doctor", "--json")
        document = json.loads(result.stdout.decode("utf-8"))
        self.assertEqual(result.returncode, 1)
        self.assertEqual(document["schema"], "portexplorer.doctor/1")
        self.assertEqual([i["status"] for i in document["items"]], ["ok", "partial", "missing"])


class Csv(unittest.TestCase):
    def rows(self, scene, *words):
        text = run_scene(scene, "--csv", *words).stdout.decode("utf-8")
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))

    def test_every_row_has_as_many_cells_as_the_header(self):
        rows = self.rows("hostile", "--all-families")
        self.assertEqual(rows[0], field_names())
        self.assertEqual(len(rows), 1 + 16)
        self.assertEqual({len(row) for row in rows}, {len(field_names())})

    def test_line_endings_follow_rfc_4180(self):
        text = run_scene("hostile", "--csv").stdout
        self.assertEqual(text.count(b"\n"), text.count(b"\r\n"))
        self.assertTrue(text.endswith(b"\r\n"))

    def test_no_byte_of_a_name_is_lost(self):
        rows = self.rows("hostile", "--columns", "process")[1:]
        self.assertEqual({unescaped(row[0]) for row in rows if row and row[0]}, set(HOSTILE_NAMES))

    def test_no_cell_is_a_formula(self):
        for row in self.rows("hostile", "--all-families")[1:]:
            for cell in row:
                self.assertNotRegex(cell, r"^[=+@-]")

    def test_the_header_can_be_omitted(self):
        self.assertEqual(len(self.rows("plain", "-H")), 5)

    def test_unknown_is_empty_and_numbers_are_plain(self):
        rows = self.rows("plain", "--columns", "pid,sent_bytes,mapped,holders", "--sort", "pid")
        self.assertEqual(rows[1:], [["412", "", "true", "412"], ["655", "512", "true", "655"], ["2210", "18234", "true", "2210"],
                                    ["31870", "", "true", "31870"], ["", "", "false", ""]])

    def test_watch_writes_the_header_once(self):
        rows = self.rows("changing", "watch", "--count=2", "--interval=0.1s", "--columns=process,change")[:]
        self.assertEqual(rows[0], ["taken_at", "process", "change"])
        self.assertEqual(len(rows), 1 + 5 + 6)
        self.assertIn(["2026-02-13T16:34:12.000000000Z", "firefox", "new"], rows)


if __name__ == "__main__":
    unittest.main()
