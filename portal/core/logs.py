# SPDX-License-Identifier: AGPL-3.0-or-later
"""Log lines: one for each record, with the number of the request they belong to."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars, merge_contextvars
from structlog.processors import JSONRenderer, TimeStamper, format_exc_info
from structlog.stdlib import ExtraAdder, ProcessorFormatter, add_log_level, add_logger_name
from structlog.typing import EventDict, WrappedLogger

# Control characters, the separators that some readers take for a new line, and the marks that turn text around.
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class RequestIdMiddleware:
    """Give every request a number of its own, in the logs and in the answer (`X-Request-ID`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        clear_contextvars()
        bind_contextvars(request_id=secrets.token_hex(8))
        response = self.get_response(request)
        response["X-Request-ID"] = get_contextvars().get("request_id", "")
        return response


def json_formatter() -> logging.Formatter:
    """Return what writes a record as one line of JSON; control characters come out escaped."""
    return ProcessorFormatter(
        foreign_pre_chain=[
            add_log_level,
            add_logger_name,
            merge_contextvars,
            TimeStamper(fmt="iso", utc=True),
            ExtraAdder(allow=["status_code"]),
        ],
        processors=[
            ProcessorFormatter.remove_processors_meta,
            format_exc_info,
            _escape_all,
            JSONRenderer(ensure_ascii=False),
        ],
    )


class PlainFormatter(logging.Formatter):
    """Writes a record as one short line; a traceback follows, indented."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        moment = self.formatTime(record, "%H:%M:%S")
        line = f"{moment} {record.levelname.lower()} {record.name}: {escaped(record.getMessage())}"
        if not record.exc_info:
            return line
        traceback = self.formatException(record.exc_info)
        return "\n".join([line, *(f"    {escaped(row)}" for row in traceback.split("\n"))])


def plain_formatter() -> logging.Formatter:
    """Return what writes a record as one short line for a person."""
    return PlainFormatter()


def escaped(text: str) -> str:
    r"""Return the text with what does not print written as `\n`, `\x1b`, `\u202e`."""
    return UNPRINTABLE.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)


def _escape_all(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Escape every text; a traceback keeps its lines, which JSON writes as one."""
    return {key: _escaped_lines(value) if isinstance(value, str) else value for key, value in event.items()}


def _escaped_lines(text: str) -> str:
    return "\n".join(escaped(row) for row in text.split("\n"))
