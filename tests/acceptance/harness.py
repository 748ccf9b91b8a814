"""What the acceptance scripts share: a server under test on loopback, and a client that talks to it.

Only Python's standard library is used.
"""

import http.client
import http.server
import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
API_TOKEN = "acceptance-" + "0123456789abcdef" * 3
READY_S = 600  # the first start trains, which takes minutes in a debug build on a busy machine
WIDGET_KEY = "widget-" + "fedcba9876543210" * 3


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Backend:
    """The recruitment bot's backend on a port of its own. Who writes from a host that begins with `fail.` or `hang.` meets one."""

    def __init__(self, hang_s=3):
        self.bodies, self.keys = [], []
        backend = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                backend.bodies.append((self.path, body))
                backend.keys.append(self.headers.get("Idempotency-Key"))
                host = body.get("email", "").partition("@")[2]
                if host.startswith("hang."):
                    time.sleep(hang_s)
                answer = json.dumps({"id": f"R-{1000 + len(backend.bodies)}", "time": "10:00"}).encode()
                try:
                    self.send_response(500 if host.startswith("fail.") else 201)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(answer)))
                    self.end_headers()
                    self.wfile.write(answer)
                except OSError:
                    pass

            def log_message(self, *arguments):
                pass

        class Desk(http.server.ThreadingHTTPServer):
            request_queue_size = 128
            daemon_threads = True

        self.server = Desk(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def bots(self, home):
        """A copy of the recruitment bot that talks to this backend and waits for it for a second."""
        folder = Path(home) / "bots"
        shutil.copytree(REPOSITORY / "flows" / "recruitment", folder / "recruitment")
        actions = folder / "recruitment" / "actions.yaml"
        text = actions.read_text()
        assert "127.0.0.1:8081" in text and "timeout: 5 s" in text, "the bot's actions are not as this script knows them"
        actions.write_text(text.replace("127.0.0.1:8081", f"127.0.0.1:{self.port}").replace("timeout: 5 s", "timeout: 1 s"))
        return folder


class Server:
    """`sottovoce serve` on the bots of a backend; everything it writes lies in the home folder."""

    def __init__(self, binary, home, backend, environment=None):
        self.binary, self.home = str(Path(binary).resolve()), Path(home)
        self.tool = self.binary  # for the commands beside the server
        self.desk = backend
        self.bots = backend.bots(home)
        self.log = self.home / "server.log"
        self.port = free_port()
        self.process = None
        self.environment = {
            **os.environ,
            "SOTTOVOCE_ROOT_KEY_FILE": str(self.home / "keys" / "root.key"),
            "SOTTOVOCE_STORE": self.store,
            "SOTTOVOCE_MODELS": os.environ.get("SOTTOVOCE_MODELS") or str(Path.home() / ".cache" / "sottovoce" / "models"),
            "TMPDIR": str(self.home / "tmp"),
            "SOTTOVOCE_API_TOKEN": API_TOKEN,
            **(environment or {}),
        }
        self.settings = self.home / "sottovoce.yaml"
        self.settings.write_text(
            f"rate_limit: {{requests_per_minute: 1000000}}\noutbound: {{allow: ['127.0.0.1:{backend.port}']}}\n"
            f"widget_keys: {{recruitment: {WIDGET_KEY}}}\n"
        )
        for folder in ("cache", "tmp", "keys"):
            (self.home / folder).mkdir(mode=0o700)
        self.run("keys", "init", "--store", self.store)

    @property
    def store(self):
        return f"sqlite:{self.home / 'data'}"

    def run(self, *arguments, stdin=None, check=True):
        """A command on the server's store; gives its stdout."""
        done = subprocess.run([self.tool, *arguments], input=stdin, capture_output=True, text=True, env=self.environment, cwd=self.home)
        if check and done.returncode != 0:
            raise RuntimeError(f"{arguments} ended with {done.returncode}: {done.stderr}")
        return done.stdout

    def start(self, *before):
        command = [*before, self.binary, "serve", "--config", str(self.settings), "--bots", str(self.bots)]
        command += ["--listen", f"127.0.0.1:{self.port}", "--store", self.store]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=self.environment, cwd=self.home)
        deadline = time.monotonic() + READY_S
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended: {self.log.read_text(errors='replace')[-2000:]}")
            try:
                if request(self.port, "GET", "/health/ready")[0] == 200:
                    return self
            except OSError:
                time.sleep(0.01)
        raise RuntimeError(f"the server was not ready in {READY_S} s")

    def kill(self, how=signal.SIGKILL):
        """Ends the server and gives its exit status."""
        self.process.send_signal(how)
        return self.process.wait(30)

    def dump(self):
        """Every stored thing; the server must be down, so that nothing changes meanwhile."""
        return [json.loads(line) for line in self.run("store", "dump", "--decrypt", "--store", self.store).splitlines()]


def request(port, method, path, body=None, secret=API_TOKEN, timeout=60, headers=None):
    """Status and parsed body of one request; a body that is bytes goes out as it is."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        sent = {"Authorization": f"Bearer {secret}"}
        if body is not None:
            sent["Content-Type"] = "application/json"
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection.request(method, path, body, sent | (headers or {}))
        response = connection.getresponse()
        text = response.read()
        is_json = "json" in (response.getheader("Content-Type") or "")
        return response.status, json.loads(text) if is_json and text else None
    finally:
        connection.close()


class Conversation:
    """One conversation over HTTP, as a client of the API sees it."""

    def __init__(self, port, bot="recruitment", person=None, channel="api", tag="", lang=None):
        self.port, self.tag = port, tag
        body = {"channel": channel} | ({"person": person} if person else {}) | ({"lang": lang} if lang else {})
        status, begun = request(port, "POST", f"/v1/bots/{bot}/conversations", body)
        assert status == 201, (status, begun)
        self.id, self.token, self.last = begun["conversation"], begun["token"], begun["messages"]
        self.view = {}

    def send(self, **message):
        status, answer = request(self.port, "POST", f"/v1/conversations/{self.id}/messages{self.tag}", message, self.token)
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
