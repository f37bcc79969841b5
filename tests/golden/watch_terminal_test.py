"""Checks watch on a pseudo-terminal, with a small terminal emulator."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
import unittest

from support import SCENE_PROGRAM

PATIENCE = 30  # seconds; only a failing test waits this long


class Screen:
    """Emulates the part of a terminal that watch uses. Fails on any unknown sequence."""

    def __init__(self, rows, columns):
        self.rows, self.columns = rows, columns
        self.lines = [""] * rows
        self.row = self.column = 0
        self.modes = {"1049": False, "25": True, "7": True, "2026": False}
        self.frames = 0
        self.rest = ""

    def feed(self, data):
        text = self.rest + data
        self.rest = ""
        for part in re.split(r"(\x1b\[[?0-9;]*[A-Za-z])", text):
            if part.startswith("\x1b[") and len(part) > 2 and part[-1].isalpha():
                self.sequence(part[2:-1], part[-1])
            elif "\x1b" in part:
                cut = part.index("\x1b")
                self.write(part[:cut])
                self.rest = part[cut:]
            else:
                self.write(part)

    def sequence(self, argument, final):
        if final in "hl" and argument.startswith("?"):
            self.modes[argument[1:]] = final == "h"
            self.frames += argument == "?2026" and final == "l"
        elif final == "H":
            row, column = (argument or "1;1").split(";")
            self.row, self.column = int(row) - 1, int(column) - 1
        elif final == "K":
            self.lines[self.row] = self.lines[self.row][: self.column]
        elif final == "J":
            start = 0 if argument == "2" else self.row
            for row in range(start, self.rows):
                self.lines[row] = ""
        elif final != "m":
            raise AssertionError(f"unknown sequence {argument}{final}")

    def write(self, text):
        for c in text:
            if c in "\r\n":
                continue
            if self.modes["7"] and self.column >= self.columns:
                self.row, self.column = self.row + 1, 0
            if not 0 <= self.row < self.rows or self.column >= self.columns:
                raise AssertionError(f"written outside of the screen: {c!r} at {self.row},{self.column}")
            line = self.lines[self.row].ljust(self.column)
            self.lines[self.row] = line[: self.column] + c + line[self.column + 1 :]
            self.column += 1

    def text(self):
        return "\n".join(line.rstrip() for line in self.lines)


class Watched:
    """portexplorer watch, running on its own pseudo-terminal."""

    def __init__(self, scene, *words, rows=24, columns=100, term="xterm"):
        self.main, self.side = pty.openpty()
        self.resize(rows, columns)
        self.screen = Screen(rows, columns)
        self.before = termios.tcgetattr(self.side)
        variables = dict({k: v for k, v in os.environ.items() if k != "NO_COLOR"}, SCENE=scene, TERM=term)
        self.process = subprocess.Popen([SCENE_PROGRAM, "watch", *words], env=variables, stdin=self.side, stdout=self.side, stderr=self.side,
                                        start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        self.raw = b""

    def resize(self, rows, columns):
        fcntl.ioctl(self.side, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def until(self, condition):
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError("timed out; the screen shows\n" + self.screen.text())
            if select.select([self.main], [], [], 0.05)[0]:
                self.take()

    def until_shown(self, text):
        self.until(lambda: text in self.screen.text())

    def take(self):
        piece = os.read(self.main, 65536)
        self.raw += piece
        self.screen.feed(piece.decode("utf-8", "surrogateescape"))

    def type(self, keys):
        os.write(self.main, keys)

    def pieces_until_the_end(self):
        """Yields its output until it ends.

        A plain read would block forever, because the test holds the other side open."""
        end = os.pidfd_open(self.process.pid)
        try:
            while True:
                ready = select.select([self.main, end], [], [], PATIENCE)[0]
                if self.main in ready:
                    yield os.read(self.main, 65536)
                elif end in ready:
                    return
                else:
                    raise AssertionError("it did not end; the screen shows\n" + self.screen.text())
        finally:
            os.close(end)

    def ended(self):
        for piece in self.pieces_until_the_end():
            self.raw += piece
            self.screen.feed(piece.decode("utf-8", "surrogateescape"))
        return self.process.wait()

    def ended_with_raw_output(self):
        """Like ended(), for output that is not a screen."""
        for piece in self.pieces_until_the_end():
            self.raw += piece
        return self.process.wait()

    def is_restored(self):
        return termios.tcgetattr(self.side) == self.before and self.screen.modes == {"1049": False, "25": True, "7": True, "2026": False}

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.main)
        os.close(self.side)


class Watch(unittest.TestCase):
    def watched(self, scene, *words, **size):
        watched = Watched(scene, *words, **size)
        self.addCleanup(watched.close)
        return watched

    def test_it_sets_up_the_terminal(self):
        w = self.watched("plain", "--interval=1h")
        w.until_shown("firefox")
        self.assertEqual((w.screen.modes["1049"], w.screen.modes["25"]), (True, False))
        self.assertFalse(termios.tcgetattr(w.side)[3] & (termios.ICANON | termios.ECHO))

    def test_every_way_to_exit_restores_the_terminal(self):
        ways = [("q", lambda w: w.type(b"q"), 0), ("Ctrl+C", lambda w: w.type(b"\x03"), 0),
                ("SIGINT", lambda w: w.process.send_signal(signal.SIGINT), 0),
                ("SIGTERM", lambda w: w.process.send_signal(signal.SIGTERM), -signal.SIGTERM),
                ("SIGHUP", lambda w: w.process.send_signal(signal.SIGHUP), -signal.SIGHUP)]
        for name, leave, code in ways:
            with self.subTest(name):
                w = self.watched("plain", "--interval=1h")
                w.until_shown("firefox")
                leave(w)
                self.assertEqual(w.ended(), code)
                self.assertTrue(w.is_restored(), w.screen.modes)

    def test_it_ends_when_the_terminal_closes(self):
        w = self.watched("plain", "--interval=0.1s")
        w.until_shown("firefox")
        os.close(w.main)
        w.process.wait(timeout=PATIENCE)
        w.main = os.open("/dev/null", os.O_RDWR)

    def test_a_dumb_terminal_gets_lines_and_no_escape_sequence(self):
        w = self.watched("many", "--interval=0.1s", "--count=2", term="dumb")
        self.assertEqual(w.ended_with_raw_output(), 0)
        self.assertNotIn(b"\x1b", w.raw)
        self.assertEqual(w.raw.count(b"PROTO"), 2)

    def test_it_leaves_the_terminal_unchanged_if_the_kernel_refuses(self):
        w = self.watched("refused")
        self.assertEqual(w.ended(), 3)
        self.assertNotIn(b"\x1b", w.raw)

    def test_it_marks_new_and_closing_by_sign_and_colour(self):
        w = self.watched("changing", "--interval=0.1s")
        w.until(lambda: re.search(r"^\+ tcp.*203\.0\.113\.9:80", w.screen.text(), re.M))
        w.until(lambda: re.search(r"^- tcp.*:31337", w.screen.text(), re.M))
        self.assertIn(b"\x1b[32m+ tcp", w.raw)
        self.assertIn(b"\x1b[31m- tcp", w.raw)
        w.until(lambda: ":31337" not in w.screen.text())

    def test_refreshes_without_changes_write_nothing(self):
        w = self.watched("plain", "--interval=0.1s", "--count=5")
        self.assertEqual(w.ended(), 0)
        self.assertEqual(w.screen.frames, 1)

    def test_a_refresh_with_few_changes_writes_few_lines(self):
        w = self.watched("changing", "--interval=0.1s")
        w.until(lambda: w.screen.frames >= 2)
        frames = w.raw.decode().split("\x1b[?2026h")
        self.assertIn("sshd", frames[1])
        self.assertNotIn("sshd", frames[2])
        self.assertNotIn("\x1b[2J", frames[2])

    def test_it_follows_the_size_of_the_terminal(self):
        w = self.watched("many", "--interval=1h", rows=24, columns=100)
        w.until_shown("… 279 more rows")
        w.screen = Screen(40, 60)
        w.screen.modes["1049"], w.screen.modes["25"], w.screen.modes["7"] = True, False, False
        w.resize(40, 60)
        w.until_shown("… 263 more rows")
        self.assertLessEqual(max(len(line) for line in w.screen.lines), 60)
        w.type(b"q")
        self.assertEqual(w.ended(), 0)
        self.assertTrue(w.is_restored())

    def test_keys_scroll_sort_and_pause(self):
        w = self.watched("many", "--interval=0.1s", rows=10, columns=100)
        w.until_shown("… 293 more rows")
        w.type(b"j")
        w.until_shown("… 292 more rows")
        w.type(b"\x1b[B\x1b[6~")
        w.until_shown("… 284 more rows")
        w.type(b"k\x1b[5~")
        w.until_shown("… 292 more rows")
        w.type(b"G")
        w.until(lambda: "more rows" not in w.screen.text())
        w.type(b"g")
        w.until_shown("… 293 more rows")
        w.type(b"s")
        w.until_shown("by process")
        w.type(b"S")
        w.until_shown("reversed")
        w.type(b" ")
        w.until_shown("PAUSED")
        w.type(b" ")
        w.until(lambda: "PAUSED" not in w.screen.text())

    def test_it_can_be_suspended(self):
        w = self.watched("plain", "--interval=0.1s")
        w.until_shown("firefox")
        w.process.send_signal(signal.SIGTSTP)
        w.until(lambda: not w.screen.modes["1049"])
        pid, status = os.waitpid(w.process.pid, os.WUNTRACED)
        self.assertEqual(pid, w.process.pid)
        self.assertTrue(os.WIFSTOPPED(status))
        self.assertTrue(w.is_restored())
        w.process.send_signal(signal.SIGCONT)
        w.until(lambda: w.screen.modes["1049"])
        w.until_shown("firefox")
        w.type(b"q")
        self.assertEqual(w.ended(), 0)
        self.assertTrue(w.is_restored())

    def test_hostile_names_stay_in_their_line(self):
        w = self.watched("hostile", "--interval=1h", "--all-families", rows=24, columns=80)
        w.until_shown("16 sockets")  # Screen fails on unknown sequences and on lines that are too long
        w.until_shown("q quit")

    def test_it_works_on_a_tiny_terminal(self):
        w = self.watched("hostile", "--interval=0.1s", rows=2, columns=200)
        w.until(lambda: w.screen.frames >= 1)
        w.type(b"jjGgs q")
        self.assertEqual(w.ended(), 0)

    def test_count_ends_it(self):
        w = self.watched("plain", "--interval=0.1s", "--count=2")
        self.assertEqual(w.ended(), 0)
        self.assertTrue(w.is_restored())

    def test_it_reports_that_nothing_matches(self):
        w = self.watched("plain", "--interval=1h", "port:9")
        w.until_shown("No socket matches")


if __name__ == "__main__":
    unittest.main()
