#!/usr/bin/env python3
"""Runs the conversation tests of the guide: the files in the blocks of docs/flows.md are a bot, and it does what its tests say.

Usage: tests/docs/guide.py PATH_TO_SOTTOVOCE. Only Python's standard library is used. (tests/it/flow_guide.rs checks the same bot without an encoder.)
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(yaml|markdown)\n(.*?)^```$", re.M | re.S)


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    program = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        for kind, block in BLOCK.findall((ROOT / "docs/flows.md").read_text()):
            first, rest = block.split("\n", 1)
            path = home / "guide" / first.removeprefix("# ")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block if kind == "yaml" else rest)
        for command in ("check", "test"):
            done = subprocess.run([program, command, "guide"], cwd=home, env={**os.environ, "XDG_CACHE_HOME": f"{home}/cache",
                                  "SOTTOVOCE_MODELS": os.environ.get("SOTTOVOCE_MODELS") or str(pathlib.Path.home() / ".cache/sottovoce/models")})
            if done.returncode != 0:
                raise SystemExit(f"`{command}` ended with {done.returncode}")


if __name__ == "__main__":
    main()
