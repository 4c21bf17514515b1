# SPDX-License-Identifier: AGPL-3.0-or-later
"""The portal's own processes, started on the database of the tests and looked at from outside."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import requests
from django.conf import settings
from django.db import connection
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90
WORKERS = 2
TOKEN = "d" * 32


class House:
    """A folder, a port, and the processes started there; leaving ends them all."""

    def __init__(self, folder):
        self.folder, self.port = Path(folder), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._children = []
        self._web = None

    def start(self, *words, **variables):
        """Start one of the portal's commands beside us."""
        log = (self.folder / f"{words[0]}.log").open("a")
        command = [sys.executable, "manage.py", *words]
        child = subprocess.Popen(
            command, cwd=ROOT, env=self._environment(variables), stdout=log, stderr=log, start_new_session=True
        )
        self._children.append(child)
        return child

    def serve(self):
        """Start the web server, two processes of it, and wait until it answers."""
        self._web = self.start("serve", "--no-work", "--port", str(self.port), "--workers", str(WORKERS))
        wait_until(self.answers, "the web server answers", hint=self.said)

    def answers(self):
        """Return whether the web server answers."""
        try:
            return requests.get(f"{self.url}/healthz", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    def run(self, *words):
        """Run one of the portal's commands to its end."""
        subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self._environment({}),
            check=True,
            capture_output=True,
        )

    def web_workers(self):
        """Return the processes that answer requests: the children of the web server that `serve` started."""
        children = [pid for master in children_of(self._web.pid) for pid in children_of(master)]
        return [pid for pid in children if b"resource_tracker" not in command_of(pid)]

    def said(self):
        """Return what the processes wrote, for when a drill fails."""
        return "\n".join(f"{log.name}: {log.read_text()[-3000:]}" for log in sorted(self.folder.glob("*.log")))

    def end(self):
        """End everything that was started here."""
        self.end_from(0)

    def end_from(self, first):
        """End what was started from this one on."""
        ending, self._children = self._children[first:], self._children[:first]
        for child in ending:
            kill(child, signal.SIGTERM)
        for child in ending:
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                kill(child, signal.SIGKILL)
                child.wait()

    def _environment(self, variables):
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.drills.settings",
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": database_url(),
            "VAR_DIR": str(self.folder),
            "SECRET_KEY": settings.SECRET_KEY,
            "SEARCH_URL": "",
            "EMAIL_URL": "",
            "LOG_LEVEL": "WARNING",
            **variables,
        }


class Visitor:
    """Somebody with a browser: signed in, with the token that forms carry, coming from an address of their own."""

    def __init__(self, house, user=None, *, address="192.0.2.1"):
        self._house = house
        self.cookies = {"csrftoken": TOKEN}
        self.headers = {"X-Forwarded-For": address}
        if user is not None:
            client = Client()
            client.force_login(user)
            self.cookies["sessionid"] = client.cookies["sessionid"].value

    def get(self, path):
        """Return the answer to a visit."""
        return requests.get(
            self._house.url + path, cookies=self.cookies, headers=self.headers, timeout=30, allow_redirects=False
        )

    def post(self, path, fields):
        """Return the answer to a form that was sent."""
        data = {**fields, "csrfmiddlewaretoken": TOKEN}
        return requests.post(
            self._house.url + path,
            data=data,
            cookies=self.cookies,
            headers=self.headers,
            timeout=30,
            allow_redirects=False,
        )


def wait_until(is_so, what, *, seconds=PATIENCE, hint=lambda: ""):
    """Wait until something is so.

    :raises AssertionError: it never was.
    """
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        if is_so():
            return
        time.sleep(0.1)
    raise AssertionError(f"Non è mai successo: {what}\n{hint()}")


def kill(child, number=signal.SIGKILL):
    """Send a signal to a child and to all that it started."""
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return


def free_port():
    """Return a port that nobody listens on."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def database_url():
    """Return the address of the database that this test uses."""
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{config['NAME']}"
    user = f"{config['USER']}:{config['PASSWORD']}" if config["PASSWORD"] else config["USER"]
    return f"postgresql://{user}@{config['HOST']}:{config['PORT'] or 5432}/{config['NAME']}"


def children_of(parent):
    """Return the processes that a process started."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split() if folder.name.isdigit() else []
        except (FileNotFoundError, ProcessLookupError):
            continue
        if fields and int(fields[1]) == parent:
            found.append(int(folder.name))
    return found


def command_of(pid):
    """Return the command line of a process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
