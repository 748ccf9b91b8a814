#!/usr/bin/env python3
"""`parse` under load: capacity, latency at 80 % of it, and refusals instead of growing queues at 150 %.

    load.py BINARY [--seconds 20] [--seed N] [--clients 64] [--sentences FILE]

The server runs on one core, the client on another. First 64 clients ask again as soon as they are answered: what they get done is the
capacity. Then requests come at random moments (Poisson arrivals by seed), whether or not others are answered: at 80 % and at 150 % of the
capacity, each over a connection that waits for nothing else. No sentence is sent twice, so that no cache can answer. A latency counts from
the moment at which the request was due. Exit 1 when p99 is above ten times p50 at 80 %, when a request stays without its own answer
or gets two, when anything but 200 and 503 with Retry-After comes back, when nothing is refused at 150 %, or when those who are answered
there wait longer and longer. Only Python's standard library is used.
"""

import argparse
import csv
import json
import os
import random
import re
import select
import socket
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import harness

PATH = "/v1/bots/recruitment/parse"
SAMPLE = harness.REPOSITORY / "tests" / "docs" / "data"
MOST_TIMES_MEDIAN = 10  # p99 at 80 % of the capacity
WARM_UP_S = 3
LAST_ANSWER_S = 30
# With no bound a queue at 150 % grows by half a second each second: those answered last would wait far longer than those in the middle.
STEADY = 1.5
OPENINGS = ["hello", "good morning", "sorry", "one more thing", "hi there", "excuse me", "by the way", "well", "and", "just wondering"]


class Sentences:
    """Sentences of the lengths that people write, none of them twice: two are cut somewhere and joined."""

    def __init__(self, file, seed):
        with open(file, newline="") as rows:
            self.words = [row["text"].split() for row in csv.DictReader(rows)]
        self.random = random.Random(seed)
        self.used = set()

    def next(self):
        while True:
            start, end = self.random.choice(self.words), self.random.choice(self.words)
            words = start[: (len(start) + 1) // 2] + end[len(end) // 2 :]
            if self.random.random() < 0.3:
                words = self.random.choice(OPENINGS).split() + words
            words.insert(self.random.randrange(len(words) + 1), self.random.choice(self.random.choice(self.words)))
            text = " ".join(words)
            if text not in self.used:
                self.used.add(text)
                return text


class Connection:
    """A connection that is kept alive, with at most one request under way."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received, self.text, self.due = b"", None, 0.0

    def send(self, text, due):
        body = json.dumps({"text": text}).encode()
        head = f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {harness.API_TOKEN}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self.text, self.due = text, due
        self.socket.sendall(head.encode() + body)

    def receive(self):
        """Status, headers and body, once the answer is whole."""
        more = self.socket.recv(1 << 16)
        if not more:
            raise SystemExit("FAILED: the server hung up")
        self.received += more
        head, end, body = self.received.partition(b"\r\n\r\n")
        length = re.search(rb"\r\ncontent-length: (\d+)", head, re.I) if end else None
        if not length or len(body) < int(length[1]):
            return None
        if self.text is None or len(body) > int(length[1]):
            raise SystemExit("FAILED: an answer came that nobody waits for")
        self.received = b""
        return int(head[9:12]), head, body


class Phase:
    """What one load came to."""

    def __init__(self, name):
        self.name, self.statuses, self.retry_after = name, Counter(), Counter()
        self.answered = []  # (due, latency in seconds) of each 200
        self.refused = []  # latency of each 503
        self.late = []  # how late the client itself was
        self.most_under_way = 0
        self.seconds = 0.0

    def take(self, connection, status, head, body, now):
        self.statuses[status] += 1
        if status == 200:
            if json.loads(body)["text"] != connection.text:
                raise SystemExit("FAILED: a request got the answer to another")
            self.answered.append((connection.due, now - connection.due))
        elif status == 503:
            seconds = re.search(rb"\r\nretry-after: (\d+)", head, re.I)
            if not seconds or int(seconds[1]) < 1:
                raise SystemExit("FAILED: a 503 without Retry-After")
            self.retry_after[int(seconds[1])] += 1
            self.refused.append(now - connection.due)
        else:
            raise SystemExit(f"FAILED: {status} {body.decode(errors='replace')}")

    def quantile(self, part, latencies=None):
        latencies = sorted(latency for _, latency in self.answered) if latencies is None else sorted(latencies)
        return latencies[min(len(latencies) - 1, int(len(latencies) * part))] if latencies else float("nan")

    def print(self):
        milliseconds = [self.quantile(part) * 1e3 for part in (0.5, 0.99, 1.0)]
        times = "  ".join(f"{value:7.1f}" for value in milliseconds)
        refused = f"{self.statuses[503]:7d}  {self.quantile(0.99, self.refused) * 1e3:7.1f}"
        after = ", ".join(f"{seconds} s × {count}" for seconds, count in sorted(self.retry_after.items()))
        late = self.quantile(0.99, self.late) * 1e3
        rate = len(self.answered) / self.seconds
        print(f"{self.name:<22}  {rate:9.1f}  {times}  {refused}  {self.most_under_way:9d}  {late:7.1f}  {after}", flush=True)


class Client:
    """Requests over as many connections as there are requests under way."""

    def __init__(self, port, sentences):
        self.port, self.sentences = port, sentences
        self.poll = select.epoll()
        self.connections, self.idle = {}, []

    def send(self, due, phase):
        connection = self.idle.pop() if self.idle else self.open()
        connection.send(self.sentences.next(), due)
        phase.most_under_way = max(phase.most_under_way, self.under_way)

    def open(self):
        connection = Connection(self.port)
        self.connections[connection.socket.fileno()] = connection
        self.poll.register(connection.socket.fileno(), select.EPOLLIN)
        return connection

    @property
    def under_way(self):
        return len(self.connections) - len(self.idle)

    def hear(self, phase, seconds):
        """Takes what has been answered, for which it waits at most so long; gives how many answers there were."""
        answers = 0
        for descriptor, _ in self.poll.poll(seconds):
            connection = self.connections[descriptor]
            answer = connection.receive()
            if answer:
                phase.take(connection, *answer, time.monotonic())
                connection.text = None
                self.idle.append(connection)
                answers += 1
        return answers

    def drain(self, phase):
        deadline = time.monotonic() + LAST_ANSWER_S
        while self.under_way:
            self.hear(phase, 0.1)
            if time.monotonic() > deadline:
                raise SystemExit(f"FAILED: {self.under_way} requests were not answered within {LAST_ANSWER_S} s")

    def closed(self, name, clients, seconds):
        """So many clients, each of which asks again as soon as it is answered."""
        phase, start = Phase(name), time.monotonic()
        for _ in range(clients):
            self.send(time.monotonic(), phase)
        while time.monotonic() < start + seconds:
            for _ in range(self.hear(phase, 0.1)):
                self.send(time.monotonic(), phase)
        phase.seconds = time.monotonic() - start
        # What is answered from here on is no part of the count.
        counted = len(phase.answered)
        self.drain(phase)
        del phase.answered[counted:]
        return phase

    def arrivals(self, name, rate, seconds, seed):
        """Requests that come when they come."""
        phase, random_ = Phase(name), random.Random(seed)
        start = due = time.monotonic()
        sent = 0
        while due < start + seconds:
            now = time.monotonic()
            if now >= due:
                phase.late.append(now - due)
                self.send(due, phase)
                sent += 1
                due += random_.expovariate(rate)
            # epoll counts in whole milliseconds, so the last of them are waited for with open eyes.
            self.hear(phase, max(0.0, min(due - time.monotonic() - 0.002, 0.1)))
        phase.seconds = time.monotonic() - start
        self.drain(phase)
        if sum(phase.statuses.values()) != sent:
            raise SystemExit(f"FAILED: {sent} requests, {sum(phase.statuses.values())} answers")
        return phase


def grows(phase):
    """Whether those who were answered last waited longer than those in the middle."""
    answered = sorted(phase.answered)
    third = len(answered) // 3
    middle, last = (statistics.median(latency for _, latency in part) for part in (answered[third : 2 * third], answered[2 * third :]))
    return last > STEADY * middle


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--seconds", type=float, default=20, help="how long each of the three loads lasts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--sentences", default=SAMPLE / "train.csv", help="a CSV file with a column `text`")
    arguments = parser.parse_args()
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[0]})
    with tempfile.TemporaryDirectory() as home:
        server = harness.Server(arguments.binary, home, harness.Backend())
        server.start("taskset", "-c", str(cores[-1]))
        try:
            phases = run(server.port, arguments)
        finally:
            server.kill()
        if " ERROR " in server.log.read_text(errors="replace"):
            raise SystemExit(f"FAILED: the server's log has errors:\n{server.log.read_text(errors='replace')[-2000:]}")
    failures = judged(*phases)
    for failure in failures:
        print(f"FAILED: {failure}")
    sys.exit(1 if failures else 0)


def run(port, arguments):
    client = Client(port, Sentences(arguments.sentences, arguments.seed))
    client.closed("warm-up", arguments.clients, WARM_UP_S)
    print(f"load average {Path('/proc/loadavg').read_text().strip()}; {arguments.seconds:.0f} s a row; times in ms")
    print("load                    answers/s      p50      p99      max  refused  its p99  under way  late p99  Retry-After")
    capacity = client.closed(f"closed, {arguments.clients} clients", arguments.clients, arguments.seconds)
    capacity.print()
    rate = len(capacity.answered) / capacity.seconds
    phases = [capacity]
    for part in (0.8, 1.5):
        phase = client.arrivals(f"open, {part:.0%} of that", rate * part, arguments.seconds, arguments.seed)
        phase.print()
        phases.append(phase)
    return phases


def judged(capacity, below, above):
    failures = []
    if capacity.statuses[503]:
        failures.append(f"{capacity.statuses[503]} of the {capacity.most_under_way} clients' requests were refused")
    if below.statuses[503]:
        failures.append(f"{below.statuses[503]} requests were refused at 80 % of the capacity")
    if not below.quantile(0.99) <= MOST_TIMES_MEDIAN * below.quantile(0.5):
        failures.append(f"p99 is more than {MOST_TIMES_MEDIAN} times p50 at 80 % of the capacity")
    if not above.statuses[503]:
        failures.append("nothing was refused at 150 % of the capacity")
    if grows(above):
        failures.append("at 150 % of the capacity people waited longer and longer")
    return failures


if __name__ == "__main__":
    main()
