#!/usr/bin/env python3
"""Traces the server's system calls: no answer of a stored turn leaves before its commit is on the disk.

    fsync_trace.py BINARY

Under `strace -f`: first one client alone, then eight at once. For every stored turn an fsync or fdatasync of the
store's write-ahead log must begin after its request was read and return before its answer is written. Exit 1 when one
answer came too early. With a build of the feature `test-clock` and SOTTOVOCE_TEST_SYNCHRONOUS=off it must fail.
Only Python's standard library and strace are used.
"""

import argparse
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import harness

CLIENTS = 8
TAG = "?stored=1"  # the server does not look at it; the trace shows which requests are turns that are stored
CALLS = "read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg,fsync,fdatasync"

FINISHED = re.compile(r"^(\d+) +([\d.]+) (\w+)\((.*)\) += (-?\d+|\?).* <([\d.]+)>$")
UNFINISHED = re.compile(r"^(\d+) +([\d.]+) (\w+)\((.*) <unfinished \.\.\.>$")
RESUMED = re.compile(r"^(\d+) +([\d.]+) <\.\.\. (\w+) resumed>(.*)\) += (-?\d+|\?)")


def calls(trace):
    """Every traced call as (began, ended, name, arguments), in the order in which they began."""
    pending, done = {}, []
    for line in trace.read_text(errors="replace").splitlines():
        if found := UNFINISHED.match(line):
            thread, at, name, arguments = found.groups()
            pending[thread] = (float(at), name, arguments)
        elif found := RESUMED.match(line):
            thread, at, name, rest, result = found.groups()
            if thread in pending:
                began, begun_name, arguments = pending.pop(thread)
                assert begun_name == name, line
                done.append((began, float(at), name, arguments + rest, result))
        elif found := FINISHED.match(line):
            _, at, name, arguments, result, took_s = found.groups()
            done.append((float(at), float(at) + float(took_s), name, arguments, result))
    return sorted(done)


def judge(trace):
    """Stored turns answered, those answered too early, and the syncs of the log that were seen."""
    syncs, waiting, answered, early = [], {}, 0, []
    for began, ended, name, arguments, result in calls(trace):
        socket = re.match(r"\d+<(TCP[^>]*(?:->)[^>]*)>", arguments)
        if name in ("fsync", "fdatasync"):
            if "data.db-wal" in arguments and result == "0":
                syncs.append((began, ended))
        elif socket and name in ("read", "readv", "recvfrom", "recvmsg"):
            if f"messages{TAG}" in arguments:
                waiting[socket[1]] = ended
        elif socket and "HTTP/1.1 200" in arguments and socket[1] in waiting:
            asked = waiting.pop(socket[1])
            answered += 1
            if not any(asked <= begin and end <= began for begin, end in syncs):
                early.append(socket[1])
    return answered, early, len(syncs), len(waiting)


def apply(port, number, turns):
    """One application; every message after the acceptance of the notice is a stored turn."""
    talk = harness.Conversation(port, person=f"trace-{number}")
    talk.say("I would like to apply for a job")
    talk.tag = TAG
    script = [{"choice": "notice.accept"}, {"choice": "consent.yes"}, {"choice": "role.cook"}, {"text": f"t{number}@posta.example"}]
    script += [{"text": "Rosa Lind"}, {"text": "1 April 2027"}, {"choice": "confirm.yes"}]
    for message in script:
        talk.send(**message)
        turns.append(1)


def traced(options, home, clients, rounds):
    """Runs clients against a traced server; gives the verdict and how many turns the clients counted."""
    home.mkdir()
    server = harness.Server(options.trained_by or options.binary, home, harness.Backend())
    server.start()  # trains the bot untraced
    server.kill(signal.SIGTERM)
    server.binary = str(Path(options.binary).resolve())
    trace = home / "trace"
    server.start("strace", "-f", "-yy", "-ttt", "-T", "-s", "160", "-e", f"trace={CALLS}", "-e", "signal=none", "-o", str(trace))
    turns = []
    for number in range(rounds):
        threads = [threading.Thread(target=apply, args=(server.port, f"{number}x{client}", turns)) for client in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    # strace passes no signal on to what it traces, so its child is ended.
    child = subprocess.run(["pgrep", "-P", str(server.process.pid)], capture_output=True, text=True, check=True).stdout.split()
    subprocess.run(["kill", "-TERM", *child], check=True)
    server.process.wait(30)
    return judge(trace), len(turns)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("binary")
    arguments.add_argument("--trained-by", help="another build that trains the bot, where the one under test is slow")
    options = arguments.parse_args()
    failed = False
    with tempfile.TemporaryDirectory(prefix="sottovoce-trace-") as home:
        for name, clients, rounds in (("alone", 1, 3), ("together", CLIENTS, 3)):
            begun = time.monotonic()
            (answered, early, syncs, waiting), turns = traced(options, Path(home) / name, clients, rounds)
            # A trace that misses turns would prove nothing.
            blind = answered != turns or waiting != 0
            failed = failed or blind or bool(early)
            print(
                f"{clients} client{'s' if clients > 1 else ''}: {turns} stored turns acknowledged, {answered} answers in the trace, "
                f"{syncs} syncs of the log, {len(early)} answers before their sync ({time.monotonic() - begun:.0f} s)"
                + (" – the trace is incomplete" if blind else "")
            )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
