#!/usr/bin/env python3
"""Serves 1, 10, 25 and 50 bots from one process with one encoder: start-up, memory, and one answer of each bot.

    fifty_bots.py BINARY [--bots 1,10,25,50] [--template shop]

The bots are copies of a template under names of their own, so all say the same sentences: the encoder reads each sentence
once and keeps its vector, and a cold start is that and the training of every bot. A warm start finds the trained models.
Memory is read after one turn of each bot (`/proc/PID/status`); the growth per bot is that of the anonymous memory between
the fewest and the most bots. Only Python's standard library is used.
"""

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "acceptance"))
import harness  # noqa: E402

QUESTION = "what are your opening hours on Saturday?"  # no example, so it goes through encoder, head and FAQ


def environment(home):
    models = os.environ.get("SOTTOVOCE_MODELS") or str(Path.home() / ".cache" / "sottovoce" / "models")
    return {**os.environ, "SOTTOVOCE_MODELS": models, "XDG_CACHE_HOME": str(home / "cache"), "SOTTOVOCE_API_TOKEN": harness.API_TOKEN,
            "SOTTOVOCE_ROOT_KEY_FILE": str(home / "root.key")}


def memory_mb(pid):
    """All resident memory and its anonymous part, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return [int(re.search(rf"^{field}:\s+(\d+) kB", status, re.M)[1]) / 1000 for field in ("VmRSS", "RssAnon")]


def serve(binary, home, count):
    """Starts the server, talks to each bot, ends it; gives seconds until ready, memory, and the slowest first answer in ms."""
    port = harness.free_port()
    command = [binary, "serve", "--bots", str(home / "bots"), "--store", f"sqlite:{home / 'data'}", "--listen", f"127.0.0.1:{port}",
               "--config", str(home / "sottovoce.yaml")]
    with (home / "server.log").open("ab") as log:
        began = time.monotonic()
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment(home), cwd=home)
    try:
        while True:
            if process.poll() is not None:
                raise SystemExit(f"the server ended:\n{(home / 'server.log').read_text()[-2000:]}")
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=900) as answer:
                    bots = json.load(answer)["bots"]
                break
            except OSError:
                time.sleep(0.01)
        ready_s = time.monotonic() - began
        assert len(bots) == count, bots
        idle = memory_mb(process.pid)
        slowest = 0
        for bot in bots:
            talk = harness.Conversation(port, bot)
            talk.say(QUESTION)
            asked = time.monotonic()
            talk.accept()
            slowest = max(slowest, time.monotonic() - asked)
            assert any("09" in text or "9" in text for text in talk.texts()), talk.texts()
        return ready_s, idle, memory_mb(process.pid), slowest * 1000
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("binary")
    arguments.add_argument("--bots", default="1,10,25,50")
    arguments.add_argument("--template", default="shop")
    options = arguments.parse_args()
    binary = str(Path(options.binary).resolve())
    counts = [int(count) for count in options.bots.split(",")]
    print(f"load average {' '.join(Path('/proc/loadavg').read_text().split()[:3])}; copies of the template {options.template}")
    print("bots  cold s  warm s  resident MB  of it anonymous  after a cold start  slowest answer ms")
    warm_memory = {}
    for count in counts:
        with tempfile.TemporaryDirectory(prefix="sottovoce-bots-") as folder:
            home = Path(folder)
            (home / "sottovoce.yaml").write_text("rate_limit: {requests_per_minute: 1000000}\n")
            for number in range(1, count + 1):
                made = [binary, "new", str(home / "bots" / f"bot_{number:02}"), "--template", options.template]
                subprocess.run(made, check=True, capture_output=True, env=environment(home))
            subprocess.run([binary, "keys", "init", "--store", f"sqlite:{home / 'data'}"], check=True, capture_output=True, env=environment(home))
            cold_s, _, cold, _ = serve(binary, home, count)
            warm_s, _, warm, slowest_ms = serve(binary, home, count)
            warm_memory[count] = warm[1]
            print(f"{count:>4}  {cold_s:>6.1f}  {warm_s:>6.2f}  {warm[0]:>11.1f}  {warm[1]:>15.1f}  {cold[0]:>18.1f}  {slowest_ms:>17.1f}", flush=True)
    if len(counts) > 1:
        growth = (warm_memory[counts[-1]] - warm_memory[counts[0]]) / (counts[-1] - counts[0])
        print(f"growth per bot: {growth:.2f} MB")


if __name__ == "__main__":
    main()
