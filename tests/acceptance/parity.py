#!/usr/bin/env python3
"""Plays the conversation tests of the example bots over HTTP and in `chat`, and compares the answers turn by turn.

    parity.py BINARY [--bots FOLDER] [--trained-by BINARY]

The messages come from `sottovoce test --transcript --format json`. Equal must be kind, text, link, picture and buttons of every reply, and
where the conversation stands; of a message with variants each conversation may have another one. Exit 1 when anything
differs. Only Python's standard library is used. (tests/it/http/parity.rs compares `test` as well, on a bot of its own.)
"""

import argparse
import http.server
import json
import re
import shutil
import sys
import tempfile
import threading
from pathlib import Path

import harness

ANSWERS = {
    "/applications": {"id": "R-1001"},
    "/interviews": {"id": "I-2001", "time": "10:00"},
    "/orders": {"state": "delivered", "item": "Travel kettle TK-200"},
    "/returns": {"label": "L-3001"},
}
VARIANTS = re.compile(r"variants: (\[.*\])$", re.M)


class Desk:
    """The example bots' backend, which gives one and the same answer to one and the same call."""

    def __init__(self, folder):
        self.folder = folder

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                # Orders that end in 2 are unknown, applications of whoever is called Ada fail: so failures are compared, too.
                status = 404 if b'2"' in body and self.path == "/orders" else 500 if b"Ada" in body else 200
                answer = json.dumps(ANSWERS.get(self.path, {})).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *arguments):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def bots(self, home):
        """A copy of the bots that talk to this backend."""
        folder = Path(home) / "bots"
        shutil.copytree(self.folder, folder)
        for actions in folder.glob("*/actions.yaml"):
            text = actions.read_text()
            actions.write_text(text.replace("127.0.0.1:8081", f"127.0.0.1:{self.port}"))
        return folder


def over_http(server, bot, language, messages):
    talk = harness.Conversation(server.port, bot=bot, lang=language)
    answers = [{"messages": talk.last}]
    for message in messages:
        talk.send(**message)
        answers.append({"messages": talk.last, "conversation": talk.view})
    return answers


def in_chat(server, bot, language, conversations):
    """The answers to conversations in one language, one after the other."""
    script = "/reset\n".join("".join(json.dumps(message) + "\n" for message in messages) for messages in conversations)
    allowed = ["--allow", f"127.0.0.1:{server.desk.port}"]
    out = server.run("chat", str(server.bots / bot), "--format", "json", "--lang", language, *allowed, stdin=script)
    answers = iter([json.loads(line) for line in out.splitlines()])
    chatted = [[next(answers) for _ in range(len(messages) + 1)] for messages in conversations]
    assert next(answers, None) is None, "chat said more than it was asked"
    return chatted


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("binary")
    arguments.add_argument("--bots", type=Path, default=harness.REPOSITORY / "flows", help="their folder")
    arguments.add_argument("--trained-by", help="another build that trains the bots, where the one under test is slow")
    options = arguments.parse_args()
    turns = differences = 0
    with tempfile.TemporaryDirectory(prefix="sottovoce-parity-") as home:
        server = harness.Server(options.trained_by or options.binary, home, Desk(options.bots))
        server.start()
        if options.trained_by:
            server.kill(15)
            server.binary = server.tool = str(Path(options.binary).resolve())
            server.start()
        for bot in sorted(path.name for path in server.bots.iterdir()):
            variants = {}
            for file in (server.bots / bot / "messages").glob("*.yaml"):
                for found in VARIANTS.findall(file.read_text()):
                    texts = json.loads(found)
                    variants |= {text: texts[0] for text in texts}

            def comparable(answer):
                for message in answer["messages"]:
                    message["text"] = variants.get(message["text"], message["text"])
                return answer

            report = json.loads(server.run("test", str(server.bots / bot), "--transcript", "--format", "json", check=False))
            by_language = {}
            for test in report["tests"]:
                by_language.setdefault(test["lang"], []).append((test["name"], [turn["message"] for turn in test["turns"][1:]]))
            for language, tests in by_language.items():
                for (name, messages), chatted in zip(tests, in_chat(server, bot, language, [messages for _, messages in tests])):
                    served = over_http(server, bot, language, messages)
                    chatted[0].pop("conversation")  # HTTP does not say it with the greeting
                    for number, (one, other) in enumerate(zip(map(comparable, served), map(comparable, chatted))):
                        turns += 1
                        if one != other:
                            differences += 1
                            print(f"{bot}, {name}, turn {number}, {messages[number - 1] if number else 'the greeting'}:\n  HTTP {one}\n  chat {other}")
                            break
                print(f"{bot} in {language}: {len(tests)} conversations", flush=True)
        server.kill(15)
    print(f"turns compared: {turns}; conversations that differ: {differences}")
    return 1 if differences or not turns else 0


if __name__ == "__main__":
    sys.exit(main())
