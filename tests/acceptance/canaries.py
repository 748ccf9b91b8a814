#!/usr/bin/env python3
"""Looks for people's words where they must not be: planted names, addresses, numbers and texts in 200 conversations.

    canaries.py BINARY [--conversations 200] [--log debug] [--self-test]

Conversations go over every path of the example bot with values that occur nowhere else, and other systems look for people
by them. Then every file that the server wrote (data folder, log, caches, temporary files) is searched for each of them:
raw, case-folded, percent-encoded, in UTF-16 and in base64 at each alignment. The decrypted dump may hold them only where the person agreed; after
`subject erase` it may hold none outside the inbox. `--self-test` writes one value in clear into the data folder, which
must make the script fail. Exit 1 when anything was found. Only Python's standard library is used.
"""

import argparse
import base64
import concurrent.futures
import json
import resource
import signal
import sys
import tempfile
import urllib.parse
from pathlib import Path

import harness

APPLICATION, INTERVIEW = "recruitment/application", "recruitment/interview"
CORE_BYTES = 4 << 20  # a core file without memory holds registers and tables only
SCOPES = [f"--scope={scope}" for scope in ("subjects:read", "subjects:erase", "inbox:read", "inbox:purge", "sweep")]
GRAM = 8  # every needle is at least this long


def word(number, start):
    """A capitalised word that occurs nowhere else: four syllables that spell a number."""
    consonants, vowels = "bdfgklmnprstvz", "aeiou"
    letters = []
    for _ in range(4):
        number, syllable = divmod(number, len(consonants) * len(vowels))
        letters.append(consonants[syllable // len(vowels)] + vowels[syllable % len(vowels)])
    return start + "".join(letters)


def luhn(digits):
    """A card number: the digits and their check digit."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits)))
    return digits + str(-sum(sum(divmod(number, 10)) for number in doubled) % 10)


def iban(account):
    """A German IBAN with right check digits."""
    rest = int(account + "131400")
    return f"DE{98 - rest % 97:02d}{account}"


class Planted:
    """What one conversation's person tells, each value in one conversation only."""

    def __init__(self, number):
        mixed = number * 7919 + 104729
        self.family = word(mixed, "Qu")
        self.name = f"Rosa {self.family}"
        self.mailbox = word(mixed, "mx").lower()
        self.email = f"{self.mailbox}@posta.example"
        self.phone = f"+39 347 {mixed % 10**7:07d}"
        self.iban = iban(f"{mixed * 104_729 % 10**18:018d}")
        self.card = luhn(f"4{mixed * 15_485_863 % 10**14:014d}")
        self.address = f"198.51.{100 + number // 200}.{number % 200 + 20}"
        self.token = f"{mixed * 982_451_653:016x}"
        self.url = f"https://portal.example/reset?token={self.token}"
        self.text = word(mixed, "flum").lower()
        self.header = word(mixed, "hdr").lower()
        self.person = f"visitor-{word(mixed, 'vx').lower()}-{'0' * 32}"
        detected = {"mailbox": self.mailbox, "phone": self.phone.replace(" ", ""), "phone as typed": self.phone[4:]}
        detected |= {"iban": self.iban, "card": self.card, "address": self.address, "token": self.token}
        self.detected = detected
        self.needles = detected | {"family": self.family, "text": self.text, "header": self.header, "person": self.person[:16]}


class Finder:
    """Finds any of many needles in bytes, in every encoding that a program may write them in."""

    def __init__(self, needles):
        self.exact, self.folded = {}, {}
        for label, needle in needles:
            for encoding, variant, folds in self.encodings(needle):
                table = self.folded if folds else self.exact
                variant = variant.lower() if folds else variant
                if len(variant) >= GRAM:
                    table.setdefault(variant[:GRAM], []).append((variant, (label, encoding)))

    @staticmethod
    def encodings(needle):
        raw = needle.encode()
        yield "raw", raw, True
        yield "percent", "".join(f"%{byte:02x}" for byte in raw).encode(), True
        yield "percent where needed", urllib.parse.quote(needle, safe="").encode(), True
        yield "UTF-16 LE", needle.encode("utf-16-le"), True
        yield "UTF-16 BE", needle.encode("utf-16-be"), True
        for spelling in {needle, needle.lower(), needle.upper()}:
            for shift in range(3):
                # Without the characters at both ends, which depend on the neighbours.
                encoded = base64.b64encode(b"\0" * shift + spelling.encode())[(0, 2, 3)[shift] :]
                encoded = encoded.rstrip(b"=")[: (len(raw) + shift) * 8 // 6 - (0, 2, 3)[shift]]
                yield f"base64+{shift}", encoded, False
                yield f"base64url+{shift}", encoded.replace(b"+", b"-").replace(b"/", b"_"), False

    def find(self, data):
        found = set()
        for haystack, table in ((data, self.exact), (data.lower(), self.folded)):
            for at in range(len(haystack) - GRAM + 1):
                for variant, what in table.get(haystack[at : at + GRAM], ()):
                    if haystack.startswith(variant, at):
                        found.add(what)
        return found

    def check_itself(self, planted):
        """Every encoding of a value is found between other bytes."""
        for encoding, variant, _ in self.encodings(planted.family):
            assert any(label[1] == "family" for label, _ in self.find(b"\x07ab" + variant + b"cd\x07")), encoding
        for before in (b"", b"x", b"xy"):
            hidden = base64.b64encode(before + b'{"name":"Rosa ' + planted.family.encode() + b'"}')
            assert any(label[1] == "family" for label, _ in self.find(hidden)), hidden


class Run:
    def __init__(self, server, count):
        self.server = server
        self.people = [Planted(number) for number in range(count)]
        made = server.run("--format", "json", "token", "create", "--store", server.store, "--name", "acceptance", *SCOPES)
        self.token = json.loads(made)["token"]
        # Tokens and keys are nobody's words, and in no file all the same: of stored tokens there is a hash.
        secrets = [((0, kind), secret) for kind, secret in (("stored token", self.token), ("API token", harness.API_TOKEN))]
        self.finder = Finder(secrets + [((number, kind), needle) for number, planted in enumerate(self.people) for kind, needle in planted.needles.items()])
        self.may, self.must, self.open, self.failures = {}, {}, [], []

    def operate(self, method, path, body=None):
        """A request of another system, with a stored token."""
        return harness.request(self.server.port, method, OPERATORS + path, body, self.token)

    def allow(self, number, kinds, place, must=False):
        for kind in kinds:
            self.may.setdefault((number, kind), set()).add(place)
            if must:
                self.must.setdefault((number, kind), set()).add(place)

    def converse(self, number):
        planted = self.people[number]
        path = PATHS[number % len(PATHS)]
        path(self, number, planted)

    def begin(self, planted, first="I would like to apply for a job", person=None):
        return harness.Conversation(self.server.port, person=person).say(first)

    def stranger(self, method, path, body=None, secret=harness.API_TOKEN, headers=None, expect=()):
        status, _ = harness.request(self.server.port, method, path, body, secret, headers=headers)
        assert status in expect, (path.split("/")[1], status)


# Each path: one way through the bot, and where its values may be kept.


def fill(talk, planted, host="posta.example", role="role.cook"):
    """From the role to the summary."""
    talk.press(role).say(f"{planted.mailbox}@{host}").say(planted.name).say("1 April 2027")
    assert planted.family in " ".join(talk.texts()), talk.texts()
    return talk


def accepts(run, number, planted):
    talk = fill(run.begin(planted).accept().press("consent.yes"), planted).press("confirm.yes")
    assert "reference" in " ".join(talk.texts()), talk.texts()
    run.allow(number, ["family", "mailbox"], APPLICATION, must=True)


def accepts_by_typing(run, number, planted):
    talk = run.begin(planted, person=planted.person).say("yes").say("yes")
    fill(talk, planted).say("yes please")
    run.allow(number, ["family", "mailbox"], APPLICATION, must=True)
    run.allow(number, ["person"], "recruitment/metadata", must=True)


def stays_open(run, number, planted):
    talk = fill(run.begin(planted, person=planted.person).accept().press("consent.yes"), planted)
    run.open.append((talk, planted))
    run.allow(number, ["family", "mailbox"], APPLICATION, must=True)
    run.allow(number, ["person"], "recruitment/metadata", must=True)


def declines(run, number, planted):
    talk = run.begin(planted, person=planted.person).press("notice.decline").press("consent.yes")
    fill(talk, planted).press("confirm.yes")
    talk.say(f"{planted.text} {planted.phone}")


def declines_by_typing(run, number, planted):
    fill(run.begin(planted).say("no").say("yes"), planted).say("yes")


def passes_over(run, number, planted):
    talk = run.begin(planted, first=f"hello, I am {planted.name}").say(f"my address is {planted.email} and my phone {planted.phone}")
    talk.say(f"{planted.text} gnarl")


def refuses_consent(run, number, planted):
    talk = run.begin(planted, first=f"I am {planted.name} and I would like to apply as a cook").accept().press("consent.no")
    talk.say("goodbye")


def refuses_consent_by_typing(run, number, planted):
    run.begin(planted, first=f"apply for a job, {planted.email}").accept().say("no")


def backend_fails(run, number, planted):
    talk = fill(run.begin(planted).accept().press("consent.yes"), planted, host="fail.posta.example").press("confirm.yes")
    assert "reference is" not in " ".join(talk.texts()), talk.texts()
    run.allow(number, ["family", "mailbox"], APPLICATION)


def backend_hangs(run, number, planted):
    talk = fill(run.begin(planted).accept().press("consent.yes"), planted, host="hang.posta.example").press("confirm.yes")
    assert "reference is" not in " ".join(talk.texts()), talk.texts()
    run.allow(number, ["family", "mailbox"], APPLICATION)


def everything(planted):
    values = f"{planted.email}, {planted.phone}, {planted.iban}, card {planted.card}, {planted.address}, {planted.url}"
    return f"{planted.text} grommelly zwick {values}"


def mumble(talk, planted):
    """What no bot understands, with one value of each detected kind."""
    talk.say(f"{planted.text} gnarl wobbet").say(f"{planted.text} gnarl wobbet")
    for value in (planted.email, planted.phone, planted.iban, planted.card, planted.address, planted.url):
        talk.say(f"{planted.text} gnarl wobbet {value}").say(f"wobbet {value} {planted.text}")


def is_not_answered(run, number, planted):
    mumble(run.begin(planted, first="hello").accept(), planted)
    run.allow(number, ["text"], "inbox", must=True)


def is_not_answered_unstored(run, number, planted):
    mumble(run.begin(planted, first="hello").press("notice.decline"), planted)


def is_not_answered_inside_a_flow(run, number, planted):
    talk = run.begin(planted).accept().press("consent.yes").press("role.nurse")
    talk.say(f"{planted.text} grommelly {planted.phone} {planted.iban}").say(f"{planted.text} {planted.card}")
    run.allow(number, ["text"], "inbox")


def writes_too_much(run, number, planted):
    talk = run.begin(planted, first="hello").accept()
    path, secret = f"/v1/conversations/{talk.id}/messages", talk.token
    run.stranger("POST", path, {"text": f"{everything(planted)} {planted.name} " * 40}, secret, expect=[422])
    run.stranger("POST", path, {"text": f"{everything(planted)} {planted.name} " * 800}, secret, expect=[413])


def writes_wrong_json(run, number, planted):
    talk = run.begin(planted, first="hello").accept()
    path, secret = f"/v1/conversations/{talk.id}/messages", talk.token
    text = f"{planted.name} {everything(planted)}"
    run.stranger("POST", path, f'{{"text": "{text}'.encode(), secret, expect=[400])
    run.stranger("POST", path, f'{{"text": "{text}'.encode() + b'\xff\xfe"}', secret, expect=[400])
    run.stranger("POST", path, {planted.text: text}, secret, expect=[422])
    run.stranger("POST", path, {"text": {planted.text: text}}, secret, expect=[422])
    run.stranger("POST", path, {"text": text, "choice": planted.text}, secret, expect=[422])
    run.stranger("POST", path, {"text": text}, secret, headers={"Content-Type": f"text/{planted.text}"}, expect=[415])
    start = "/v1/bots/recruitment/conversations"
    run.stranger("POST", start, {"lang": planted.text, "person": planted.name}, expect=[422])
    run.stranger("POST", start, {"channel": planted.family}, expect=[422])
    run.stranger("POST", start, {"person": planted.name * 40}, expect=[422])


def has_a_wrong_token(run, number, planted):
    talk = run.begin(planted, first="hello").accept()
    text = {"text": f"{planted.name} {everything(planted)}"}
    run.stranger("POST", f"/v1/conversations/{talk.id}/messages", text, planted.text, expect=[410])
    run.stranger("POST", f"/v1/conversations/{planted.text}/messages", text, planted.text, expect=[410])
    run.stranger("DELETE", f"/v1/conversations/{talk.id}", None, planted.header, expect=[410])
    run.stranger("POST", "/v1/bots/recruitment/conversations", {"person": planted.person}, planted.text, expect=[401])
    run.stranger("POST", "/v1/bots/recruitment/parse", text, planted.text, expect=[401])
    run.stranger("POST", "/v1/bots/recruitment/parse", text, headers={"Authorization": planted.name}, expect=[401])


def has_a_wrong_origin(run, number, planted):
    headers = {
        "Origin": f"https://{planted.header}.example",
        "User-Agent": f"{planted.name} {planted.header}/1.0",
        "Referer": f"https://{planted.header}.example/?name={planted.family}",
        "Cookie": f"name={planted.family}",
        "X-Forwarded-For": planted.address,
        "Forwarded": f"for={planted.address}",
        "X-Real-IP": planted.address,
        "X-Request-Id": planted.header,
    }
    query = f"?name={planted.family}&mail={planted.mailbox}%40posta.example&text={planted.text}"
    start = f"/v1/bots/recruitment/conversations{query}"
    run.stranger("POST", start, {"person": planted.person}, harness.WIDGET_KEY, headers, expect=[403])
    run.stranger("POST", f"/v1/bots/{planted.text}/conversations{query}", {}, headers=headers, expect=[404])
    for path in (f"/{planted.text}", f"/p/{planted.text}/privacy", f"/widget/{planted.text}", f"/w/{planted.header}"):
        run.stranger("GET", path + query, headers=headers, expect=[404])
    run.stranger("GET", f"/p/recruitment/privacy{query}", headers=headers, expect=[200])
    run.stranger("GET", f"/w/recruitment{query}", headers=headers, expect=[200])
    run.stranger("PATCH", start, headers=headers, expect=[405])
    run.stranger("OPTIONS", start, headers=headers | {"Access-Control-Request-Method": "POST"}, expect=[204])


def visits_by_widget(run, number, planted):
    """The widget's way in, with everything in headers that a browser sends."""
    headers = {"Origin": "http://127.0.0.1:8080", "User-Agent": f"{planted.header}/1.0", "Referer": f"http://127.0.0.1:8080/?q={planted.text}"}
    body = {"person": planted.person}
    status, begun = harness.request(run.server.port, "POST", "/v1/bots/recruitment/conversations", body, harness.WIDGET_KEY, headers=headers)
    assert status == 201, (status, begun)
    path = f"/v1/conversations/{begun['conversation']}/messages?name={planted.family}"
    for message in ({"text": "I would like to book an interview"}, {"choice": "notice.accept"}, {"choice": "meeting.office"}):
        run.stranger("POST", path, {"id": planted.header} | message if "text" in message else message, begun["token"], headers, expect=[200])
    run.allow(number, ["person"], "recruitment/metadata", must=True)


def books_by_video(run, number, planted):
    talk = run.begin(planted, first="I would like to book an interview").accept().press("meeting.video").say("1 April 2027")
    talk.press("half_day.morning").say(planted.name).say(planted.email)
    assert planted.family in " ".join(talk.texts()), talk.texts()
    talk.press("confirm.yes")
    run.allow(number, ["family", "mailbox"], INTERVIEW, must=True)


def presses_what_is_no_choice(run, number, planted):
    talk = run.begin(planted).accept()
    talk.press(f"{planted.text}.{planted.family}").press("consent.yes").press(planted.text)
    talk.send(id=f"{planted.header}-{planted.email}", choice="role.cook").send(id=f"{planted.header}-{planted.email}", choice="role.cook")


def only_parses(run, number, planted):
    body = {"text": f"{planted.name} {everything(planted)}"}
    run.stranger("POST", "/v1/bots/recruitment/parse", body, expect=[200])
    run.stranger("POST", "/v1/bots/recruitment/parse", body | {"lang": planted.text}, expect=[422])


def cancels(run, number, planted):
    talk = fill(run.begin(planted).accept().press("consent.yes"), planted)
    talk.say("cancel").press("cancel.yes")
    run.allow(number, ["family", "mailbox"], APPLICATION)


def erases(run, number, planted):
    talk = fill(run.begin(planted, person=planted.person).accept().press("consent.yes"), planted).press("confirm.yes")
    status, answer = talk.erase()
    assert (status, answer["erased"]) == (200, True), (status, answer)


OPERATORS = "/v1/tenants/default"


def is_erased_by_another_system(run, number, planted):
    """Another system finds, exports and erases a person; the export, and nothing else, holds what was told."""
    fill(run.begin(planted, person=planted.person).accept().press("consent.yes"), planted).press("confirm.yes")
    status, found = run.operate("POST", "/subjects/find", {"channel": "api", "person": planted.person})
    assert (status, found["known"]) == (200, True), (status, found)
    subject = f"/subjects/{found['pseudonym']}"
    status, export = run.operate("GET", f"{subject}/export")
    assert status == 200 and planted.family in json.dumps(export), status
    status, erased = run.operate("POST", f"{subject}/erase", {"bot": "recruitment"})
    assert (status, erased["erased"]) == (200, True), (status, erased)


def is_looked_for_in_vain(run, number, planted):
    """Values in every field and address of the operators' routes, rightly and wrongly."""
    status, found = run.operate("POST", "/subjects/find", {"person": planted.email})
    assert (status, found["known"]) == (200, False), (status, found)
    for path, body, expected in (
        ("/subjects/find", {"channel": planted.family, "person": planted.name}, 422),
        ("/subjects/find", {planted.text: planted.name}, 422),
        ("/subjects/find", {"person": planted.name * 40}, 422),
        (f"/subjects/{planted.text}/erase", {"bot": planted.family}, 422),
        (f"/subjects/{planted.text}/erase", None, 404),
        ("/inbox/purge", {"text": f"{planted.text} {planted.email}"}, 200),
        ("/sweep", {planted.text: True}, 422),
        ("/sweep", {"dry_run": True}, 200),
    ):
        assert run.operate("POST", path, body)[0] == expected, (path.split("/")[1], body and list(body), expected)
    assert run.operate("GET", f"/subjects/{planted.family}/export")[0] == 404
    assert run.operate("GET", f"/inbox?{planted.text}={planted.email}")[0] == 422
    run.stranger("POST", f"/v1/tenants/{planted.text}/subjects/find", {"person": planted.name}, expect=[404])
    run.stranger("POST", f"{OPERATORS}/subjects/find", {"person": planted.name}, planted.header, expect=[401])


def speaks_italian(run, number, planted):
    talk = run.begin(planted, first="vorrei candidarmi per un lavoro").accept().press("consent.yes")
    talk.press("role.cook").say(f"{planted.mailbox}@posta.example").say(f"mi chiamo {planted.name}").say("1 aprile 2027")
    assert planted.family in " ".join(talk.texts()), talk.texts()
    talk.say("can we speak English?").press("confirm.yes")
    run.allow(number, ["family", "mailbox"], APPLICATION, must=True)


PATHS = [
    accepts, accepts_by_typing, stays_open, declines, declines_by_typing, passes_over, refuses_consent, refuses_consent_by_typing,
    backend_fails, backend_hangs, is_not_answered, is_not_answered_unstored, is_not_answered_inside_a_flow, writes_too_much,
    writes_wrong_json, has_a_wrong_token, has_a_wrong_origin, visits_by_widget, books_by_video, presses_what_is_no_choice,
    only_parses, cancels, erases, is_erased_by_another_system, is_looked_for_in_vain, speaks_italian,
]  # fmt: skip


# The searches.


def search_files(run, when):
    """Every file under the server's home but the bots, which nobody's words reach, and the root key."""
    files = size = 0
    for path in sorted(run.server.home.rglob("*")):
        if not path.is_file() or run.server.bots in path.parents:
            continue
        data = path.read_bytes()[: 2 * CORE_BYTES if path.name.startswith("core") else None]
        files, size = files + 1, size + len(data)
        for (number, kind), encoding in run.finder.find(data + b"\n" + path.name.encode()):
            run.failures.append(f"{when}: {kind} of conversation {number} in {path.relative_to(run.server.home)} ({encoding})")
        if path.name.startswith("core") and len(data) > CORE_BYTES:
            run.failures.append(f"{when}: a core file of {path.stat().st_size} bytes, so with memory in it")
    print(f"{when}: {files} files, {size / 1e6:.1f} MB searched", flush=True)


def place_of(line):
    return "inbox" if line.get("type") in ("inbox", "inbox_buffer") else line.get("purpose", "?")


def search_dump(run, when, may, must):
    kept = {}
    lines = run.server.dump()
    for line in lines:
        place = place_of(line)
        for label, encoding in run.finder.find(json.dumps(line, ensure_ascii=False).encode()):
            kept.setdefault(label, set()).add(place)
            if place not in may.get(label, ()):
                run.failures.append(f"{when}: {label[1]} of conversation {label[0]} under {place} ({encoding})")
    for label, places in must.items():
        if not places <= kept.get(label, set()):
            run.failures.append(f"{when}: {label[1]} of conversation {label[0]} is not kept, though the person agreed")
    inbox = sum(1 for label, places in kept.items() if "inbox" in places)
    print(f"{when}: {len(lines)} lines in the dump, {len(kept)} planted values in their places, {inbox} of them inbox words")
    return kept


def go_on(run):
    """After a restart the values are used: the summary names them, and the application is sent."""
    for talk, planted in run.open:
        talk.port = run.server.port
        talk.say("what was that again?")
        talk.press("confirm.yes")
        shown = " ".join(talk.texts())
        if planted.name not in shown:
            run.failures.append("after the restart: a kept name is not used")
    print(f"after the restart: {len(run.open)} conversations went on with the values that were kept")


def erase_everybody(run):
    """One half by the channel id on stdin, all others by their pseudonyms."""
    server = run.server
    store = ["--store", server.store]
    for talk, planted in run.open:
        server.run("subject", "erase", "--channel", "api", "--id", "-", *store, stdin=planted.person)
    subjects = json.loads(server.run("--format", "json", "subject", "list", *store))["subjects"]
    for subject in subjects:
        server.run("subject", "erase", subject["pseudonym"], *store)
    left = json.loads(server.run("--format", "json", "subject", "list", *store))["subjects"]
    if left:
        run.failures.append(f"after erasing: {len(left)} people are left")
    print(f"erased {len(run.open)} people by channel id and {len(subjects)} by pseudonym")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("binary")
    arguments.add_argument("--conversations", type=int, default=200)
    arguments.add_argument("--log", default="debug", help="SOTTOVOCE_LOG of the server")
    arguments.add_argument("--self-test", action="store_true", help="write one value in clear into the data folder: must fail")
    options = arguments.parse_args()
    # As much as the system allows, so that a core file is written if anybody writes one.
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    with tempfile.TemporaryDirectory(prefix="sottovoce-canaries-") as home:
        environment = {"SOTTOVOCE_LOG": options.log, "XDG_CACHE_HOME": f"{home}/cache"}
        server = harness.Server(options.binary, home, harness.Backend(), environment)
        server.start()
        run = Run(server, options.conversations)
        run.finder.check_itself(run.people[0])
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            for number, done in enumerate([pool.submit(run.converse, number) for number in range(options.conversations)]):
                if error := done.exception():
                    run.failures.append(f"conversation {number}, {PATHS[number % len(PATHS)].__name__}: {error!r}")
        print(f"{options.conversations} conversations over {len(PATHS)} paths, {sum(len(planted.needles) for planted in run.people)} planted values")
        if options.self_test:
            (server.home / "data" / "left-behind.tmp").write_text(f"name={run.people[0].family}\n")
        search_files(run, "while it runs")
        server.kill(signal.SIGTERM)
        search_files(run, "after it ended")
        kept = search_dump(run, "stored", run.may, run.must)
        if not any("inbox" in places for places in kept.values()):
            run.failures.append("no word of an unanswered message is in the inbox: the search would not see one")
        server.start()
        go_on(run)
        status = server.kill(signal.SIGABRT)
        print(f"ended by signal {-status}; core files of {'any size' if hard == -1 else f'{hard} bytes'} were allowed")
        search_files(run, "after SIGABRT")
        erase_everybody(run)
        search_files(run, "after erasing")
        only_inbox = {label: places & {"inbox"} for label, places in run.may.items()}
        search_dump(run, "after erasing", only_inbox, {})
        print("store check", server.run("--format", "json", "store", "check", "--assert-sealed", "--store", server.store, check=False).strip())
    print(f"found where they must not be, or missing: {len(run.failures)}")
    for failure in run.failures[:40]:
        print(f"  {failure}")
    return 1 if run.failures else 0


if __name__ == "__main__":
    sys.exit(main())
