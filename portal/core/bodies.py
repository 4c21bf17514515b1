# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much may be sent at once: what is too big is refused before it is read, or read without being kept."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final, NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

MEGABYTE: Final = 1024 * 1024
MOST_FILE: Final = 25 * MEGABYTE  # the largest file that any of our forms takes, but for those named below
ONE_OF_MANY: Final = "/multiple/add/"  # where Wagtail's pages send files one by one, and show what comes back
MOST_BODY: Final = 60 * MEGABYTE  # several files and what was typed

_larger: dict[str, int] = {}


class TooBig(Exception):  # noqa: N818 -- a fact about a file
    """Somebody wants to read a file that was too big to be kept."""


def allow(prefix: str, most_file: int) -> None:
    """Let the pages under an address take files as big as this (called by the app that has them)."""
    _larger[prefix] = most_file


def larger() -> dict[str, int]:
    """Return where files may be bigger than elsewhere, and how big."""
    return dict(_larger)


def most_file(path: str) -> int:
    """Return how big a file may be that is sent to this address."""
    return next((most for prefix, most in _larger.items() if path.startswith(prefix)), MOST_FILE)


def most_body(path: str) -> int:
    """Return how much may be sent to this address at once."""
    return max(MOST_BODY, most_file(path) + MEGABYTE)


class OversizeFile(UploadedFile[bytes]):
    """A file of which only name and size are known: a form says at its field that it is too big."""

    def __init__(self, name: str, content_type: str, size: int) -> None:
        super().__init__(file=None, name=name, content_type=content_type, size=size)

    def read(self, *args: Any) -> NoReturn:
        """Refuse: who did not look at the size must not take it for an empty file.

        :raises TooBig: always.
        """
        raise TooBig

    def close(self) -> None:
        """Do nothing: there is nothing open."""

    chunks = multiple_chunks = open = seek = __iter__ = read  # type: ignore[assignment]


class BoundedUploadHandler(FileUploadHandler):
    """The first of the upload handlers: past the bound a file is still taken off the line, and kept nowhere."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hand a piece on to who keeps it, while the file is not too big."""
        return raw_data if start + len(raw_data) <= self._most else None

    def file_complete(self, file_size: int) -> OversizeFile | None:
        """Return the file without its content if it was too big; else leave it to who kept it."""
        if file_size <= self._most:
            return None
        return OversizeFile(self.file_name or "", self.content_type or "", file_size)

    @property
    def _most(self) -> int:
        return most_file(self.request.path_info) if self.request else MOST_FILE


class BodyMiddleware:
    """Answer 413, before anything is read, to what is longer than any page of ours could take."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and int(length) > most_body(request.path_info):
            return refuse(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer the same where a view wanted a file that was too big."""
        return refuse(request) if isinstance(exception, TooBig) else None


def refuse(request: HttpRequest) -> HttpResponse:
    """Return the page that says how much may be sent; a line of JSON where a script of Wagtail's shows it."""
    context = {"most_file": most_file(request.path_info) // MEGABYTE}
    if request.path_info.endswith(ONE_OF_MANY):
        told = _("Il file è troppo grande: al massimo %(most_file)d MB.") % context
        return JsonResponse({"success": False, "error_message": told})
    response = render(request, "413.html", context, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    response["Cache-Control"] = "no-store"
    return response


class SizedFileField(forms.FileField):
    """A file that its form reads whole: it says at the field that it is too big."""

    def __init__(self, *args: Any, most_bytes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most_bytes = most_bytes

    def to_python(self, data: Any) -> Any:
        """Return the file.

        :raises ValidationError: it is empty, or too big.
        """
        file = super().to_python(data)
        if file is not None and (file.size or 0) > self.most_bytes:
            told = _("Il file è troppo grande: al massimo %(size)d MB.")
            raise ValidationError(told % {"size": self.most_bytes // MEGABYTE}, code="too_big")
        return file
