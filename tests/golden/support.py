"""Helpers shared by the Python tests: run the program on a simulated machine."""
import os
import subprocess

PROGRAM = os.environ["PROGRAM"]
SCENE_PROGRAM = os.environ["SCENE_PROGRAM"]
SOURCE_DIR = os.environ["SOURCE_DIR"]


def run_scene(scene, *words, extra=None, **options):
    """Runs portexplorer on a scene, with extra environment variables.

    Returns the completed process, with output as bytes."""
    variables = dict(os.environ, SCENE=scene, **(extra or {}))
    return subprocess.run([SCENE_PROGRAM, *words], env=variables, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False, **options)


def run_program(*words):
    """Runs the real program on this machine."""
    return subprocess.run([PROGRAM, *words], stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)


def read_source(*path):
    with open(os.path.join(SOURCE_DIR, *path), encoding="utf-8") as file:
        return file.read()


def field_names():
    """Returns the fields in the order of `help fields`."""
    return list(field_helps())


def field_helps():
    """Returns the descriptions of the fields in `help fields`, which are wrapped there."""
    lines = run_program("help", "fields").stdout.decode().splitlines()
    start = lines.index("") + 1
    helps = {}
    for line in lines[start : lines.index("", start)]:
        if not line.startswith("   "):
            name, text = line.split(None, 1)
            helps[name] = text
        else:
            helps[name] += " " + line.strip()
    return helps


def option_names():
    """Returns the long and short forms of all options in `help options`."""
    names = []
    for line in run_program("help", "options").stdout.decode().splitlines():
        words = [word.rstrip(",") for word in line.split()]
        if line.startswith("      --") or (line.startswith("  -") and line[4:5] == ","):
            names += [word for word in words[:2] if word.startswith("-")]
    return names
