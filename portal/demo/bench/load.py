# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small load generator: some connections kept open, one request at a time on each, only to this machine."""

from __future__ import annotations

import selectors
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field

LOOPBACK = "127.0.0.1"
CONNECTIONS = 8


class UnexpectedAnswer(Exception):  # noqa: N818 -- a fact about a server
    """The server answered something else than 200; the message is its first line."""


@dataclass
class Talk:
    """One connection and what was read of the answer under way."""

    sock: socket.socket
    buffer: bytearray = field(default_factory=bytearray)
    needed: int = 0

    def feed(self, data: bytes) -> bool:
        """Take what arrived; return whether the answer is whole.

        :raises UnexpectedAnswer: it is not a 200.
        """
        self.buffer += data
        if not self.needed:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return False
            head = bytes(self.buffer[:end]).lower()
            if b" 200 " not in head.split(b"\r\n", 1)[0]:
                raise UnexpectedAnswer(head.split(b"\r\n", 1)[0].decode())
            length = next(line for line in head.split(b"\r\n") if line.startswith(b"content-length:"))
            self.needed = end + 4 + int(length.split(b":")[1])
        if len(self.buffer) < self.needed:
            return False
        self.buffer.clear()
        self.needed = 0
        return True


def requests_in(seconds: float, *, port: int, path: str) -> int:
    """Return how many answers came in so many seconds."""
    request = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: text/html\r\n\r\n".encode()
    selector = selectors.DefaultSelector()
    for _ in range(CONNECTIONS):
        sock = socket.create_connection((LOOPBACK, port), timeout=10)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(sock, selectors.EVENT_READ, Talk(sock))
        sock.sendall(request)
    answers = 0
    deadline = time.perf_counter() + seconds
    while time.perf_counter() < deadline:
        for key, _events in selector.select(timeout=1):
            data = key.data.sock.recv(262_144)
            if key.data.feed(data):
                answers += 1
                key.data.sock.sendall(request)
    for key in list(selector.get_map().values()):
        key.data.sock.close()
    return answers


def rate(*, port: int, path: str, seconds: float = 4.0) -> float:
    """Return the requests per second that a server of this machine answers, asked by a process of its own."""
    command = [sys.executable, "-m", __name__, str(port), path, str(seconds)]
    done = subprocess.run(command, capture_output=True, check=True, text=True, timeout=seconds + 60)  # noqa: S603
    return int(done.stdout) / seconds


if __name__ == "__main__":
    sys.stdout.write(str(requests_in(float(sys.argv[3]), port=int(sys.argv[1]), path=sys.argv[2])))
