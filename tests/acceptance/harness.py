"""What the acceptance scripts share: a server under test on loopback, and a client that talks to it.

Only Python's standard library is used.
"""

import http.client
import http.server
import json
import os
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
API_TOKEN = "acceptance-" + "0123456789abcdef" * 3


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Backend:
    """The recruitment bot's backend, on the fixed port of its actions; it can be told to fail or to hang."""

    def __init__(self, port=8081):
        self.mode = "fine"
        self.bodies = []
        self.keys = []
        backend = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                backend.bodies.append((self.path, body))
                backend.keys.append(self.headers.get("Idempotency-Key"))
                if backend.mode == "hang":
                    time.sleep(8)
                answer = json.dumps({"id": f"R-{1000 + len(backend.bodies)}", "time": "10:00"}).encode()
                try:
                    self.send_response(500 if backend.mode == "fail" else 201)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(answer)))
                    self.end_headers()
                    self.wfile.write(answer)
                except OSError:
                    pass

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Server:
    """`sottovoce serve` on a folder of bots, with its log in a file."""

    def __init__(self, binary, home, bots=REPOSITORY / "flows", environment=None):
        self.binary, self.home, self.bots = str(binary), Path(home), bots
        self.log = self.home / "server.log"
        self.port = free_port()
        self.process = None
        self.environment = {
            **os.environ,
            "SOTTOVOCE_ROOT_KEY_FILE": str(self.home / "keys" / "root.key"),
            "SOTTOVOCE_API_TOKEN": API_TOKEN,
            **(environment or {}),
        }
        self.settings = self.home / "sottovoce.yaml"
        self.settings.write_text("rate_limit: {requests_per_minute: 1000000}\noutbound: {allow: ['127.0.0.1:8081']}\n")
        if not (self.home / "keys" / "root.key").exists():
            self.run("keys", "init")

    @property
    def store(self):
        return f"sqlite:{self.home / 'data'}"

    def run(self, *arguments, stdin=None, check=True):
        """A command on the server's store; gives its stdout."""
        done = subprocess.run([self.binary, *arguments], input=stdin, capture_output=True, text=True, env=self.environment, cwd=self.home)
        if check and done.returncode != 0:
            raise RuntimeError(f"{arguments} ended with {done.returncode}: {done.stderr}")
        return done.stdout

    def start(self, *before):
        command = [*before, self.binary, "serve", "--config", str(self.settings), "--bots", str(self.bots)]
        command += ["--listen", f"127.0.0.1:{self.port}", "--store", self.store]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=self.environment, cwd=self.home)
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended: {self.log.read_text(errors='replace')[-2000:]}")
            try:
                if request(self.port, "GET", "/health/ready")[0] == 200:
                    return self
            except OSError:
                time.sleep(0.01)
        raise RuntimeError("the server was not ready in 120 s")

    def kill(self, how=signal.SIGKILL):
        self.process.send_signal(how)
        self.process.wait(30)


def request(port, method, path, body=None, secret=API_TOKEN, timeout=60):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        headers = {"Authorization": f"Bearer {secret}"}
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body)
        connection.request(method, path, data, headers)
        response = connection.getresponse()
        text = response.read()
        return response.status, json.loads(text) if text else None
    finally:
        connection.close()


class Conversation:
    """One conversation over HTTP, as a client of the API sees it."""

    def __init__(self, port, bot="recruitment", person=None, channel="api"):
        self.port = port
        body = {"channel": channel} | ({"person": person} if person else {})
        status, begun = request(port, "POST", f"/v1/bots/{bot}/conversations", body)
        assert status == 201, (status, begun)
        self.id, self.token, self.last = begun["conversation"], begun["token"], begun["messages"]
        self.view = {}

    def send(self, **message):
        status, answer = request(self.port, "POST", f"/v1/conversations/{self.id}/messages", message, self.token)
        if status != 200:
            raise RuntimeError(f"{status} {answer}")
        self.last, self.view = answer["messages"], answer["conversation"]
        return self

    def say(self, text, **more):
        return self.send(text=text, **more)

    def press(self, choice, **more):
        return self.send(choice=choice, **more)

    def accept(self):
        return self.press("notice.accept")

    def texts(self):
        return [message["text"] for message in self.last]

    def erase(self):
        return request(self.port, "DELETE", f"/v1/conversations/{self.id}", None, self.token)
