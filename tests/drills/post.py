# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two post offices: one that writes files and can be held half way, one that speaks SMTP and remembers."""

import re
import socketserver
import threading
import time
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.filebased import EmailBackend


class HeldPost(EmailBackend):
    """Writes each message to a file. While a file `hold` exists it says `held` and waits: the time to kill it."""

    def send_messages(self, email_messages):
        """Write the messages, unless held."""
        folder = Path(settings.VAR_DIR)
        while (folder / "hold").exists():
            (folder / "held").touch()
            time.sleep(0.05)
        return super().send_messages(email_messages)


def written(folder):
    """Return the Message-ID of every message written to files, one for each time it was written."""
    files = sorted(Path(folder).glob("*.log")) if Path(folder).exists() else []
    return [found for file in files for found in re.findall(r"^Message-ID: (\S+)", file.read_text(), re.MULTILINE)]


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self._say("220 drill")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self._say("354 go on")
                self.server.taken.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
            self._say("221 bye" if word == b"QUIT" else "250 ok")
            if word == b"QUIT":
                return

    def _say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


class PostOffice(socketserver.ThreadingTCPServer):
    """A mail server on a port; `taken` is what it was given."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port):
        super().__init__(("127.0.0.1", port), _Conversation)
        self.taken = []

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error):
        self.shutdown()
        self.server_close()
