#!/usr/bin/env python3
"""Kills the server at random moments, over and over, and compares its store with what its clients were told.

    durability.py BINARY [--rounds 200] [--seed N]

Each round: 16 clients apply for jobs, the server is killed (SIGKILL) after at least 20 acknowledged turns, the store is
dumped while it is down, and for every conversation turn number and values must equal the last acknowledged turn or the
one in flight. After the restart a message in flight is sent again with the same id and must act once; then the
conversations go on. Exit 1 when anything differs. Only Python's standard library is used.
"""

import argparse
import random
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import harness

CLIENTS = 16
LEAST_TURNS = 20
PURPOSE = "recruitment/application"


class Ledger:
    """What one client was told of one conversation: the values after each of its turns, and how far it got."""

    def __init__(self, port, number):
        word = f"{number:06d}"
        self.person = f"person-{word}"
        self.talk = harness.Conversation(port, person=self.person)
        email, name = f"c{word}@posta.example", "Rosa " + "".join("ABCDEFGHIJ"[int(digit)].lower() for digit in word).title()
        # (message, what its turn adds to the values); the first is answered by the notice and not stored.
        self.script = [
            ({"text": "I would like to apply for a job"}, None),
            ({"choice": "notice.accept"}, {}),
            ({"choice": "consent.yes"}, {}),
            ({"choice": "role.cook"}, {"role": "cook"}),
            ({"text": email}, {"email": email}),
            ({"text": name}, {"name": name}),
            ({"text": "1 April 2027"}, {"start_on": "2027-04-01"}),
            ({"choice": "confirm.yes"}, {}),
        ]
        self.email = email
        self.sent = 0  # messages that were answered
        self.in_flight = False
        self.committed = False  # whether the message in flight was found in the store

    @property
    def done(self):
        return self.sent == len(self.script)

    @staticmethod
    def turns(sent):
        """How many stored turns so many answered messages made."""
        return max(0, sent - 1)

    def values(self, sent):
        return {slot: value for _, added in self.script[:sent] for slot, value in (added or {}).items()}

    def step(self):
        """Sends the next message; when it was in flight at a kill, this sends it again with the same id."""
        self.in_flight = True
        self.talk.send(id=f"m{self.sent}", **self.script[self.sent][0])
        self.in_flight = False
        self.sent += 1


class Client(threading.Thread):
    """Talks until the server is gone."""

    def __init__(self, run, index):
        super().__init__(daemon=True)
        self.run_, self.index, self.error = run, index, None

    def run(self):
        run = self.run_
        try:
            while not run.stop.is_set():
                ledger = run.current[self.index]
                if ledger is None or ledger.done:
                    with run.lock:
                        run.count += 1
                        number = run.count
                    run.current[self.index] = ledger = Ledger(run.server.port, number)
                    run.ledgers.append(ledger)
                ledger.step()
                if ledger.sent > 1:
                    with run.lock:
                        run.acknowledged += 1
                        run.enough.notify_all()
        except (OSError, EOFError) as error:
            if not run.stop.is_set():
                self.error = error
        except Exception as error:  # the main thread reports it
            # http.client's own errors mean a connection that was cut.
            if not (run.stop.is_set() and type(error).__module__ == "http.client"):
                self.error = error


class Run:
    def __init__(self, server, seed):
        self.server, self.random = server, random.Random(seed)
        self.lock = threading.Lock()
        self.enough = threading.Condition(self.lock)
        self.stop = threading.Event()
        self.current = [None] * CLIENTS
        self.ledgers = []
        self.count = self.acknowledged = 0
        self.in_flight = self.in_flight_committed = self.gone = self.repeated = 0
        self.ready_s, self.per_round, self.failures = [], [], []
        self.revived = 0

    def round(self):
        begun = time.monotonic()
        self.server.start()
        self.ready_s.append(time.monotonic() - begun)
        self.resend()
        before = self.acknowledged
        self.stop.clear()
        clients = [Client(self, index) for index in range(CLIENTS)]
        for client in clients:
            client.start()
        with self.lock:
            fine = self.enough.wait_for(lambda: self.acknowledged - before >= LEAST_TURNS, timeout=60)
        if not fine:
            self.failures.append("fewer than 20 turns were acknowledged in 60 s")
        time.sleep(self.random.uniform(0, 0.5))
        self.stop.set()
        self.server.kill()
        for client in clients:
            client.join(90)
            if client.error is not None:
                self.failures.append(f"client {client.index}: {client.error!r}")
        self.per_round.append(self.acknowledged - before)
        self.compare()

    def resend(self):
        """After a restart each message in flight is sent again with the same id."""
        for index, ledger in enumerate(self.current):
            if ledger is None:
                continue
            if ledger.sent < 2 and not ledger.committed:
                # Not stored yet: a conversation before its notice was accepted is gone with the process, by design.
                self.current[index] = None
                self.gone += 1
                continue
            if ledger.in_flight:
                self.repeated += 1
                ledger.step()
                self.revived += 1

    def compare(self):
        """The clients' ledgers against the store."""
        conversations, slots, profiles, owner = {}, {}, {}, {}
        for line in self.server.dump():
            if line["kind"] == "key":
                owner[line["key"]] = line["pseudonym"]
                continue
            if "value" not in line:
                self.failures.append(f"unreadable or orphan: {line['id']}")
                continue
            value = line["value"]
            if line["type"] == "conversation":
                conversations[line["id"]] = (value, owner.get(line["key"]))
            elif line["type"] == "slots" and line["purpose"] == PURPOSE:
                merged = {name: slot["value"] for frame in value["frames"].values() for name, slot in frame.items()}
                slots[value["conversation"]] = merged
            elif line["type"] == "profile" and line["purpose"] == PURPOSE:
                profiles[owner.get(line["key"])] = {name: slot["value"] for name, slot in value["values"].items()}
        for ledger in self.ledgers:
            record, pseudonym = conversations.get(ledger.talk.id, (None, None))
            turn = 0 if record is None else record["turn"]
            # Values lie in the conversation's slots while the flow is under way, then in the profile.
            stored = slots.get(ledger.talk.id) or (profiles.get(pseudonym) if turn == Ledger.turns(len(ledger.script)) else None) or {}
            possible = [ledger.sent, ledger.sent + 1] if ledger.in_flight else [ledger.sent]
            found = [sent for sent in possible if (Ledger.turns(sent), ledger.values(sent)) == (turn, stored)]
            ledger.committed = bool(found) and found[0] > ledger.sent
            if not found:
                told = [(Ledger.turns(sent), ledger.values(sent)) for sent in possible]
                self.failures.append(f"{ledger.talk.id}: told {told}, stored {(turn, stored)}")
            if ledger.in_flight and ledger.sent > 0:
                self.in_flight += 1
                self.in_flight_committed += ledger.committed
        strangers = set(conversations) - {ledger.talk.id for ledger in self.ledgers}
        if strangers:
            self.failures.append(f"conversations that no client began: {sorted(strangers)}")


def check_calls(run, backend):
    """A message that was sent twice called its action with one and the same key."""
    keys = {}
    for (_, body), key in zip(backend.bodies, backend.keys):
        keys.setdefault(body["email"], set()).add(key)
    for email, found in keys.items():
        if len(found) != 1:
            run.failures.append(f"{email}: {len(found)} idempotency keys for one application")
    missing = [ledger.email for ledger in run.ledgers if ledger.done and ledger.email not in keys]
    if missing:
        run.failures.append(f"applications that never reached the backend: {missing}")
    return len(keys), len(backend.keys)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("binary")
    arguments.add_argument("--rounds", type=int, default=200)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--trained-by", help="another build that trains the bot, where the one under test is slow")
    arguments.add_argument("--tool", help="another build for the commands beside the server")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="sottovoce-durability-") as home:
        backend = harness.Backend()
        server = harness.Server(options.trained_by or options.binary, home, backend)
        server.start()  # trains the bot, so that the rounds measure a restart
        server.kill()
        server.binary = str(Path(options.binary).resolve())
        server.tool = str(Path(options.tool or options.binary).resolve())
        run = Run(server, options.seed)
        begun = time.monotonic()
        for number in range(1, options.rounds + 1):
            run.round()
            if number % 10 == 0 or run.failures:
                print(f"round {number}: {run.acknowledged} turns acknowledged, {len(run.failures)} failures", file=sys.stderr, flush=True)
            if run.failures:
                break
        elapsed_s = time.monotonic() - begun
        if not run.failures:
            # The last restart: what was in flight is sent again, and every unfinished conversation goes on to its end.
            server.start()
            run.resend()
            for ledger in filter(None, run.current):
                while not ledger.done:
                    ledger.step()
            server.kill()
            run.compare()
        applications, calls = check_calls(run, backend)
        checked = server.run("--format", "json", "store", "check", "--store", server.store, check=False).strip()
    print(f"rounds {len(run.per_round)} in {elapsed_s:.0f} s, clients {CLIENTS}, conversations {len(run.ledgers)}")
    print(f"acknowledged turns {run.acknowledged} (a round: least {min(run.per_round)}, median {statistics.median(run.per_round):.0f})")
    print(f"in flight at a kill {run.in_flight}, of these committed {run.in_flight_committed}; sent again and answered {run.revived}")
    print(f"never stored, so gone by design {run.gone}; applications {applications} in {calls} calls, one idempotency key each")
    print(f"ready after a kill: median {statistics.median(run.ready_s):.2f} s, most {max(run.ready_s):.2f} s")
    print(f"store check {checked}")
    print(f"losses and other differences {len(run.failures)}")
    for failure in run.failures[:20]:
        print(f"  {failure}")
    return 1 if run.failures else 0


if __name__ == "__main__":
    sys.exit(main())
