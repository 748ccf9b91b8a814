#!/usr/bin/env python3
"""Runs every command of the documentation as a reader would type it, one document after the other.

Usage: tests/docs/commands.py PATH_TO_SOTTOVOCE [DOCUMENT…]

Each document gets a fresh folder with the example bots in it. Its blocks are taken in order: a `sh` block is run, line by line in one
shell; a block of another language whose first line is a comment that names a file (`# bots/school/bot.yaml`) is written to that file.
`sottovoce` and `cargo run --release --` are the program under test. A server goes on in the background, on the port that the document
names, until the next one starts or the document ends. What CI does by itself (`cargo test`, …) is not done a second time.
Any command that fails, and any command that is not known here, fails the test.
"""

import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "docs/*.md", "models/README.md", "benches/README.md"]
# Stages of `.ci/run`, or what only a person does; each with the reason, so that the list stays short.
ELSEWHERE = {
    "cargo test": "a stage of .ci/run",
    "cargo lint": "a stage of .ci/run",
    "cargo fmt": "a stage of .ci/run",
    "cargo doc": "a stage of .ci/run",
    ".ci/run": "runs this test",
    "cargo install": "compiles the program under test once more",
    "cargo bench": "takes long, and compiles in a stage of .ci/run",
    "benches/": "takes long and fetches other engines",
    "tests/fuzz/": "takes long and compiles everything once more",
}
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
NAMED = re.compile(r"^(?:#|//|<!--) ?((?:[\w.-]+/)*[\w-]+\.[\w.]+)(?: -->)?(?:\s.*)?\n")
SECONDS = 300


class Server:
    """At most one server, so that a document may use one port again and again."""

    def __init__(self, home):
        self.home, self.process = home, None

    def start(self, arguments, environment):
        self.stop()
        listen = arguments[arguments.index("--listen") + 1] if "--listen" in arguments else "127.0.0.1:8080"
        host, port = listen.rsplit(":", 1)
        with socket.socket() as probe:
            if probe.connect_ex((host, int(port))) == 0:
                raise SystemExit(f"something else listens on {listen}: end it and run this again")
        log = open(self.home / "server.log", "wb")
        self.process = subprocess.Popen(arguments, cwd=self.home, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise SystemExit(f"the server ended at once:\n{(self.home / 'server.log').read_text()}")
            try:
                with urllib.request.urlopen(f"http://{listen}/health/ready", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the server was not ready in time")

    def stop(self):
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            if self.process.wait(timeout=30) != 0:
                raise SystemExit(f"the server did not end cleanly:\n{(self.home / 'server.log').read_text()}")
            self.process = None


class Shell:
    """A shell that keeps its variables from command to command."""

    def __init__(self, home, environment):
        self.home, self.environment = home, environment

    def run(self, command):
        kept = self.home / ".environment"
        script = f"set -euo pipefail\n{command}\nenv -0 > {kept}"
        done = subprocess.run(["bash", "-c", script], cwd=self.home, env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS, check=False)
        if done.returncode != 0:
            raise SystemExit(f"$ {command}\nexit {done.returncode}\n{done.stdout.decode(errors='replace')}")
        variables = kept.read_bytes().decode().split("\0")
        self.environment = dict(variable.split("=", 1) for variable in variables if "=" in variable)


def commands(block):
    """The commands of a block; those over several lines (a backslash, a quote or a here-document that is open) as one."""
    held = ""
    for line in block.splitlines():
        held += ("\n" if held else "") + line
        whole = subprocess.run(["bash", "-nc", held], capture_output=True, check=False)
        if line.endswith("\\") or whole.returncode != 0 or whole.stderr:
            continue
        if held.strip() and not held.lstrip().startswith("#"):
            yield held
        held = ""
    if held.strip():
        raise SystemExit(f"this command does not end:\n{held}")


def run_document(document, program):
    text = (ROOT / document).read_text()
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        for part in ["flows", "models", "tests/docs/data"]:
            shutil.copytree(ROOT / part, home / part)
        tools = home / ".tools"
        tools.mkdir()
        (tools / "sottovoce").symlink_to(program)
        environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(home),
                       "SOTTOVOCE_MODELS": os.environ.get("SOTTOVOCE_MODELS", str(pathlib.Path.home() / ".cache/sottovoce/models"))}
        shell, server = Shell(home, environment), Server(home)
        try:
            for language, block in BLOCK.findall(text):
                named = NAMED.match(block)
                if language == "sh":
                    for command in commands(block):
                        run_command(command, shell, server)
                        count += 1
                elif named:
                    path = home / named.group(1)
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(block)
        finally:
            server.stop()
    print(f"  {document}: {count} commands", flush=True)
    return count


def run_command(command, shell, server):
    command = re.sub(r"cargo run --release --(?= )", "sottovoce", command)
    if any(command.startswith(start) for start in ELSEWHERE):
        return
    words = command.split("#")[0].split()
    if words[:1] == ["sottovoce"] and words[1:2] in (["serve"], ["demo"]):
        server.start(words, shell.environment)
        return
    shell.run(command)


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    program = pathlib.Path(sys.argv[1]).resolve()
    documents = sys.argv[2:] or sorted(str(path.relative_to(ROOT)) for pattern in DOCUMENTS for path in ROOT.glob(pattern))
    total = 0
    for document in documents:
        try:
            total += run_document(document, program)
        except SystemExit as failure:
            raise SystemExit(f"{document}: {failure}") from None
    if total == 0:
        raise SystemExit("no document has a command")
    print(f"  {total} commands of {len(documents)} documents")


if __name__ == "__main__":
    main()
