#!/usr/bin/env python3
"""Trains on English sentences and judges on Italian, French, German and Spanish ones, with a multilingual encoder.

Usage: tests/acceptance/languages.py PATH_TO_SOTTOVOCE

The encoder is multilingual-e5-small with weights rounded to four bits, from a Python package (multilingual_e5.py beside this file
says more). The sentences in languages/ are this project's own; the files of all languages say the same row by row. The mean over the
other languages must be within six points of English.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import venv

HERE = pathlib.Path(__file__).resolve().parent
POINTS = 6.0


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        venv.create(folder / "venv", with_pip=True)
        python = folder / "venv/bin/python"
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "numpy"], check=True)
        subprocess.run([python, HERE / "multilingual_e5.py", folder / "e5"], check=True)
        (folder / "e5/sottovoce.json").write_text('{"prefix": "query: ", "max_tokens": 512}\n')
        print(f"the encoder is there after {time.monotonic() - started:.0f} s", flush=True)
        environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
        accuracy = {}
        for test in sorted((HERE / "languages").glob("test-*.csv")):
            command = [program, "eval", "--train", HERE / "languages/train.csv", "--test", test, "--encoder", folder / "e5", "--format", "json"]
            said = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment).stdout)
            accuracy[test.stem.removeprefix("test-")] = figure(said)
    for language, percent in accuracy.items():
        print(f"{language} {percent:.1f} %")
    english = accuracy.pop("en")
    mean = sum(accuracy.values()) / len(accuracy)
    print(f"mean of the others {mean:.1f} %, English {english:.1f} %, after {time.monotonic() - started:.0f} s")
    if mean < english - POINTS or english < 85:
        sys.exit(f"error: the other languages must be within {POINTS} points of English, and English above 85 %")


def figure(said):
    return 100 * said["accuracy"]


if __name__ == "__main__":
    main()
