"""Checks output that cannot be written, output whose reader has gone, signals, and the pager."""
import fcntl
import os
import pty
import signal
import struct
import subprocess
import tempfile
import termios
import time
import unittest

from support import SCENE_PROGRAM, run_scene


def variables(scene, **more):
    kept = {k: v for k, v in os.environ.items() if k not in ("PAGER", "LESS", "NO_COLOR")}
    return dict(dict(kept, SCENE=scene, TERM="xterm"), **more)


class FullDisk(unittest.TestCase):
    def test_every_format_reports_it_in_one_line(self):
        for words in ([], ["--json"], ["--jsonl"], ["--csv"], ["doctor"], ["help"], ["watch", "--jsonl", "--count=1"]):
            with open("/dev/full", "wb") as full:
                result = subprocess.run([SCENE_PROGRAM, "-q", *words] if words[:1] not in (["doctor"], ["help"]) else [SCENE_PROGRAM, *words],
                                        env=variables("plain"), stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
            self.assertEqual(result.returncode, 3, words)
            self.assertEqual(result.stderr.decode(), "portexplorer: cannot write the output: No space left on device\n", words)

    def test_a_closed_output_is_an_error(self):
        result = subprocess.run(["/bin/sh", "-c", f"exec '{SCENE_PROGRAM}' -q >&-"], env=variables("plain"), capture_output=True, timeout=60, check=False)
        self.assertEqual(result.returncode, 3)
        self.assertIn(b"cannot write the output", result.stderr)


class ClosedPipe(unittest.TestCase):
    def ended_after_one_line(self, *words):
        process = subprocess.Popen([SCENE_PROGRAM, "-q", *words], env=variables("huge"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        return process.wait(timeout=60), errors

    def test_head_ends_it_quietly(self):
        for words in ([], ["--json"], ["--jsonl"], ["--csv"]):
            self.assertEqual(self.ended_after_one_line(*words), (0, b""), words)

    def test_watch_ends_if_its_reader_goes_between_refreshes(self):
        process = subprocess.Popen([SCENE_PROGRAM, "watch", "--interval=1h"], env=variables("plain"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while b"postgres" not in process.stdout.readline():
            pass
        process.stdout.close()
        self.assertEqual(process.wait(timeout=60), 0)
        self.assertEqual(process.stderr.read(), b"")
        process.stderr.close()


class Signals(unittest.TestCase):
    def test_watch_dies_by_sigterm_and_sighup_and_exits_normally_on_ctrl_c(self):
        for number, code in ((signal.SIGTERM, -signal.SIGTERM), (signal.SIGHUP, -signal.SIGHUP), (signal.SIGINT, 0)):
            process = subprocess.Popen([SCENE_PROGRAM, "watch", "--interval=1h"], env=variables("plain"), stdout=subprocess.PIPE)
            while b"postgres" not in process.stdout.readline():
                pass
            process.send_signal(number)
            self.assertEqual(process.wait(timeout=60), code)
            process.stdout.close()


    def test_a_blocked_reader_does_not_prevent_termination(self):
        for words in (["--jsonl"], ["--csv"], []):
            for number, code in ((signal.SIGTERM, -signal.SIGTERM), (signal.SIGHUP, -signal.SIGHUP), (signal.SIGINT, 0)):
                with self.subTest(words=words, signal=number):
                    process = subprocess.Popen([SCENE_PROGRAM, "watch", "--interval=0.1s", *words], env=variables("huge"), stdout=subprocess.PIPE,
                                               stderr=subprocess.DEVNULL)
                    self.addCleanup(process.stdout.close)
                    self.addCleanup(process.kill)
                    size = fcntl.fcntl(process.stdout, fcntl.F_GETPIPE_SZ)
                    while struct.unpack("i", fcntl.ioctl(process.stdout, termios.FIONREAD, b"\0\0\0\0"))[0] <= size - 4096:
                        self.assertIsNone(process.poll())  # until it has filled the pipe and blocks
                        time.sleep(0.01)
                    process.send_signal(number)
                    self.assertEqual(process.wait(timeout=60), code)

    def test_a_stopped_terminal_does_not_prevent_termination(self):
        main, side = pty.openpty()
        self.addCleanup(os.close, main)
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
        termios.tcflow(side, termios.TCOOFF)
        process = subprocess.Popen([SCENE_PROGRAM, "watch", "--interval=0.1s"], env=variables("many"), stdin=side, stdout=side,
                                   stderr=subprocess.DEVNULL)
        self.addCleanup(process.kill)
        while termios.tcgetattr(side)[3] & termios.ICANON:
            time.sleep(0.01)  # until it has set up the terminal; it writes to it next
        os.close(side)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=60), -signal.SIGTERM)


class Pager(unittest.TestCase):
    """Runs on a terminal of 24 lines; the pager is a script that saves its input."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.got = os.path.join(self.folder.name, "got")

    def on_terminal(self, *words, scene="many", **more):
        main, side = pty.openpty()
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 100, 0, 0))
        process = subprocess.Popen([SCENE_PROGRAM, *words], env=variables(scene, GOT=self.got, **more), stdin=side, stdout=side, stderr=side)
        os.close(side)
        shown = b""
        while True:
            try:
                piece = os.read(main, 65536)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        os.close(main)
        return process.wait(timeout=60), shown.decode()

    def paged(self):
        if not os.path.exists(self.got):
            return None
        with open(self.got, encoding="utf-8") as file:
            return file.read()

    def test_a_long_list_is_paged_with_its_summary(self):
        code, shown = self.on_terminal(PAGER="cat > $GOT; printf %s $LESS")
        self.assertEqual(code, 0)
        self.assertEqual(shown, "FRX")
        self.assertEqual(self.paged().count("\n"), 302)
        self.assertIn("300 sockets: 300 system", self.paged())

    def test_a_short_list_is_not_paged(self):
        _, shown = self.on_terminal(scene="plain", PAGER="cat > $GOT")
        self.assertIsNone(self.paged())
        self.assertIn("firefox", shown)

    def test_the_pager_can_be_disabled(self):
        for more in ({"PAGER": "cat"}, {"words": "--no-pager", "PAGER": "cat > $GOT"}):
            words = [more.pop("words")] if "words" in more else []
            _, shown = self.on_terminal(*words, **more)
            self.assertIsNone(self.paged())
            self.assertEqual(shown.count("worker"), 300)

    def test_a_dumb_terminal_has_no_pager(self):
        _, shown = self.on_terminal(PAGER="cat > $GOT", TERM="dumb")
        self.assertIsNone(self.paged())
        self.assertNotIn("\x1b", shown)
        self.assertEqual(shown.count("worker"), 300)

    def test_a_missing_pager_loses_nothing(self):
        _, shown = self.on_terminal(PAGER="/nonexistent/pager")
        self.assertEqual(shown.count("worker"), 300)

    def test_a_pager_that_exits_early_is_not_an_error(self):
        code, _ = self.on_terminal(scene="huge", PAGER="true")
        self.assertEqual(code, 0)


class Colours(unittest.TestCase):
    def test_files_have_colours_only_on_request(self):
        self.assertNotIn(b"\x1b", run_scene("plain").stdout)
        self.assertIn(b"\x1b[1;31m", run_scene("plain", "--color=always").stdout)

    def test_no_color_is_respected_on_a_terminal(self):
        test = Pager("paged")
        test.setUp()
        self.addCleanup(test.doCleanups)
        self.assertIn("\x1b[1m", test.on_terminal(scene="plain")[1])
        self.assertNotIn("\x1b[", test.on_terminal(scene="plain", NO_COLOR="1")[1])
        self.assertNotIn("\x1b[", test.on_terminal("--color=never", scene="plain")[1])


if __name__ == "__main__":
    unittest.main()
