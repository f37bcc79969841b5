"""Compares the page and JSON of `what process`, for a process started here, with recorded output.

Values that differ between machines or runs are recorded as <word>. PORTEXPLORER_RECORD=1 records again."""
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest

from support import PROGRAM, SOURCE_DIR

NAME = "golden-cat"

# Labels and members whose values depend on the machine.
VARYING_LABELS = """Size|Type|File created|File modified|File last read|User|Started by|Started|Class|Memory|
Build-id|File's owner|SHA-256|Capabilities|Seccomp|No new privileges|ld.so.preload|PIE|RELRO|NX stack|Stack canary|Fortified""".replace(
    "\n", "").split("|")
# Labels that are missing on some machines.
SOMETIMES = "Terminal|Session|Unit|Container|Label"
VARYING_MEMBERS = """size_bytes type architecture file_created_at file_modified_at file_last_read_at user uid started_at parents terminal session
unit container class class_reason memory_bytes build_id file_uid sha256 capabilities seccomp no_new_privileges label system_preload pie relro nx
canary fortify""".split()


class Page(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(dir="/tmp")
        self.addCleanup(directory.cleanup)
        self.directory = directory.name
        os.chmod(self.directory, 0o755)
        path = os.path.join(self.directory, NAME)
        shutil.copy("/bin/cat", path)
        self.process = subprocess.Popen([path, "-u"], cwd="/", stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={})
        self.addCleanup(self.process.wait)
        self.addCleanup(self.process.stdin.close)
        self.addCleanup(self.process.stdout.close)
        self.addCleanup(self.process.kill)
        self.process.stdin.write(b"ready\n")
        self.process.stdin.flush()
        self.assertEqual(self.process.stdout.readline(), b"ready\n")  # exec has completed

    def printed(self, *words):
        variables = dict(os.environ, COLUMNS="80", XDG_DATA_DIRS=os.path.join(self.directory, "share"))
        result = subprocess.run([PROGRAM, "what", "process", str(self.process.pid), "--color=never", *words], env=variables, timeout=60,
                                stdin=subprocess.DEVNULL, capture_output=True, check=False)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        return result.stdout.decode("utf-8")

    def with_placeholders(self, text):
        text = re.sub(rf"\b{self.process.pid}\b", "<pid>", text.replace(self.directory, "<directory>"))
        text = re.sub(r"(started by|parent is) [^;]+?\(\d+\)", r"\1 <parent>", text)
        return re.sub(r"as the user [^ ;.]+", "as the user <user>", text)

    def compare(self, name, text):
        path = os.path.join(SOURCE_DIR, "tests", "golden", "expected", name)
        if os.environ.get("PORTEXPLORER_RECORD"):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        with open(path, encoding="utf-8") as file:
            self.assertEqual(text.splitlines(), file.read().splitlines())

    def test_text(self):
        # Line breaks depend on the length of the varying values.
        text = re.sub(r"\n {2,}", " ", self.printed("--why"))
        text = re.sub(r"(?<=[^\n:])\n(?=[a-z(/])(?!ld\.so)", " ", text)
        text = re.sub(rf"(?m)^({SOMETIMES}) {{2,}}.*\n", "", text)
        text = re.sub(r"(?m)^(%s)( {2,}| (?=[^ ])).*$" % "|".join(VARYING_LABELS), lambda m: f"{m.group(1):<19}<varies>", text)
        self.compare("what_process.txt", self.with_placeholders(text))

    def test_json(self):
        document = json.loads(self.printed("--json"))
        for part in ("general", "version", "security"):
            for member in document[part]:
                if member in VARYING_MEMBERS:
                    document[part][member] = "<varies>"
        for member in VARYING_MEMBERS:
            document["missing"].pop(member, None)
        self.compare("what_process_json.txt", self.with_placeholders(json.dumps(document, indent=1, ensure_ascii=False) + "\n"))


if __name__ == "__main__":
    unittest.main()
