"""What the tests in Python share: running the program on a machine made by hand."""
import os
import subprocess

PROGRAM = os.environ["PROGRAM"]
SCENE_PROGRAM = os.environ["SCENE_PROGRAM"]
SOURCE_DIR = os.environ["SOURCE_DIR"]


def run_scene(scene, *words, extra=None, **options):
    """Runs portexplorer on a scene, with extra variables; gives the finished process, its output as bytes."""
    variables = dict(os.environ, SCENE=scene, **(extra or {}))
    return subprocess.run([SCENE_PROGRAM, *words], env=variables, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False, **options)


def run_program(*words):
    """Runs the real program."""
    return subprocess.run([PROGRAM, *words], stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)


def read_source(*path):
    with open(os.path.join(SOURCE_DIR, *path), encoding="utf-8") as file:
        return file.read()


def field_names():
    """The fields, as the program itself lists them."""
    lines = run_program("help", "fields").stdout.decode().splitlines()
    start = lines.index("") + 1
    return [line.split()[0] for line in lines[start : lines.index("", start)]]


def option_names():
    """Long and short forms of all options in the help."""
    names = []
    for line in run_program("--help").stdout.decode().splitlines():
        words = [word.rstrip(",") for word in line.split()]
        if line.startswith("      --") or (line.startswith("  -") and line[4:5] == ","):
            names += [word for word in words[:2] if word.startswith("-")]
    return names
