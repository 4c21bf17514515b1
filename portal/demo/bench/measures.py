# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is measured, one function a row of the table."""

from __future__ import annotations

import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents.consultations.models import VersionSection
from portal.comments import targets
from portal.comments.models import Observation
from portal.comments.services.submission import Draft, submit
from portal.core import copies
from portal.core.audiences import EVERYBODY
from portal.core.models import User
from portal.demo.bench import load, servers
from portal.demo.scale import Scale

LEAST_RATIO = 0.6
MOST_QUERIES = 25
MOST_THREAD_QUERIES = 12
MOST_SENDING_QUERIES = 30
MOST_TIMES = 2.5
MOST_REDLINE_SECONDS = 0.3
AIM_MEGABYTES = 130
MIXED_REQUESTS = 1_000


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table: what, how much, what it should be, and whether it is (none: only printed)."""

    what: str
    measured: str
    wanted: str = ""
    is_met: bool | None = None


def section_url(section: VersionSection, scale: Scale) -> str:
    """Return the address of a section of the text for measuring."""
    return reverse("consultations:section", args=[scale.text.slug, section.slug])


def anonymous_pages(scale: Scale) -> list[Row]:
    """Compare the requests a second of two published pages with those of a bare view of the same bytes."""
    rows = []
    for name, path in (("home", "/"), ("sezione", section_url(scale.few, scale))):
        page = Path(tempfile.gettempdir()) / "portale-da-misurare.html"
        page.write_bytes(Client().get(path, headers={"host": "localhost"}).content)
        for server in servers.SERVERS:
            bare, portal = _rates(server, path)
            ratio = portal / bare
            rows.append(
                Row(
                    what=f"{name} anonima, {server}: {page.stat().st_size // 1024} KB",
                    measured=f"{portal:.0f} richieste/s contro {bare:.0f} della vista nuda: {ratio:.2f}",
                    wanted=f"≥ {LEAST_RATIO}" if server == "granian" else "",
                    is_met=ratio >= LEAST_RATIO if server == "granian" else None,
                )
            )
    return rows


def _rates(server: str, path: str) -> tuple[float, float]:
    """Return the median rates of the bare view and of the portal, asked in turns under the same conditions."""
    with (
        servers.running(server, "portal.demo.bench.bare") as (bare, _),
        servers.running(server, "portal.wsgi") as (portal, _),
    ):
        load.rate(port=portal, path=path, seconds=1)
        pairs = [(load.rate(port=bare, path="/"), load.rate(port=portal, path=path)) for _ in range(3)]
    return statistics.median(one[0] for one in pairs), statistics.median(one[1] for one in pairs)


def first_visitors(scale: Scale) -> list[Row]:
    """Count the queries of the first visitor after a change, for the home page and a section."""
    rows = []
    for name, path in (("home", "/"), ("sezione con 10 osservazioni", section_url(scale.few, scale))):
        client = Client()
        client.get(path, headers={"host": "localhost"})
        copies.forget()
        count = queries_of(lambda path=path, client=client: client.get(path, headers={"host": "localhost"}))  # type: ignore[misc]
        rows.append(
            Row(
                what=f"primo visitatore dopo un cambiamento, {name}",
                measured=f"{count} interrogazioni",
                wanted=f"≤ {MOST_QUERIES}",
                is_met=count <= MOST_QUERIES,
            )
        )
    return rows


def signed_in_pages(scale: Scale) -> list[Row]:
    """Compare a signed-in section page with few and with many observations: queries equal, time not much longer."""
    client = Client()
    client.force_login(_reader())
    few, many = (section_url(section, scale) for section in (scale.few, scale.many))
    counts, times = [], []
    for path in (few, many):
        client.get(path, headers={"host": "localhost"})
        counts.append(queries_of(lambda path=path: client.get(path, headers={"host": "localhost"})))  # type: ignore[misc]
        times.append(_median(lambda path=path: client.get(path, headers={"host": "localhost"})))  # type: ignore[misc]
    times_longer = times[1] / times[0]
    return [
        Row(
            what="sezione per chi è entrato, con 10 e con 1.000 osservazioni",
            measured=f"{counts[0]} e {counts[1]} interrogazioni",
            wanted=f"uguali, ≤ {MOST_QUERIES}",
            is_met=counts[0] == counts[1] <= MOST_QUERIES,
        ),
        Row(
            what="la stessa, tempo",
            measured=f"{times[0] * 1000:.0f} ms e {times[1] * 1000:.0f} ms: {times_longer:.1f} volte",
            wanted=f"≤ {MOST_TIMES} volte",
            is_met=times_longer <= MOST_TIMES,
        ),
    ]


def thread_list(scale: Scale) -> list[Row]:
    """Count the queries of a list of twenty threads asked by htmx on its own."""
    client = Client()
    client.force_login(_reader())
    path = reverse("consultations:section_threads", args=[scale.text.slug, scale.many.slug])
    client.get(path, headers={"host": "localhost"})
    count = queries_of(lambda: client.get(path, headers={"host": "localhost", "hx-request": "true"}))
    return [
        Row(
            what="elenco di 20 conversazioni da solo (htmx)",
            measured=f"{count} interrogazioni",
            wanted=f"≤ {MOST_THREAD_QUERIES}",
            is_met=count <= MOST_THREAD_QUERIES,
        )
    ]


def sending(scale: Scale) -> list[Row]:
    """Count the queries of sending an observation on a text with none and on one with all of them."""
    counts = []
    _queries_of_sending(str(scale.few.paragraphs.filter(is_heading=False)[0].paragraph_id))  # what is asked only once
    for section in (scale.consultation.version.sections.order_by("-position")[0], scale.many):
        twin = section.paragraphs.filter(is_heading=False)[0]
        counts.append(_queries_of_sending(str(twin.paragraph_id)))
    total = Observation.objects.in_scope(scale.consultation.scope).count()
    return [
        Row(
            what=f"inviare un'osservazione, con {total} già nel testo",
            measured=f"{counts[0]} e {counts[1]} interrogazioni",
            wanted=f"≤ {MOST_SENDING_QUERIES}, uguali",
            is_met=counts[0] == counts[1] and max(counts) <= MOST_SENDING_QUERIES,
        )
    ]


def _queries_of_sending(paragraph: str) -> int:
    author = _reader()
    with transaction.atomic():
        target = targets.resolve("paragraph", paragraph, audience=EVERYBODY)
        moment = timezone.now()
        draft, key = Draft(text="Una misura."), str(uuid.uuid4())
        count = queries_of(lambda: submit(target=target, draft=draft, author=author, key=key, moment=moment))
        transaction.set_rollback(True)
    return count


def memory(scale: Scale) -> list[Row]:
    """Print the memory of a web process after a thousand mixed requests."""
    lists = [reverse(name) for name in ("partners:list", "library:documents", "pages:search")]
    paths = ["/", section_url(scale.few, scale), *lists]
    with servers.running("granian", "portal.wsgi") as (port, pid):
        for number in range(MIXED_REQUESTS):
            _get(port, f"{paths[number % len(paths)]}?q=piano&n={number}")
        megabytes = [_resident(child) for child in _children(pid)]
    return [
        Row(
            what=f"memoria di un processo web dopo {MIXED_REQUESTS} richieste miste",
            measured=f"{max(megabytes):.0f} MB (RSS)",
            wanted=f"mira: < {AIM_MEGABYTES} MB",
            is_met=None,
        )
    ]


def queries_of(action: Callable[[], object]) -> int:
    """Return how many queries an action costs."""
    with CaptureQueriesContext(connection) as captured:
        action()
    return len(captured)


def _median(action: Callable[[], object], rounds: int = 9) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _reader() -> User:
    return User.objects.filter(email__endswith="@misura.example").order_by("pk")[0]


def _get(port: int, path: str) -> None:
    import urllib.request

    urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30).read()


def _children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in tasks.read_text().split()] or [pid]


def most_resident(pid: int) -> float:
    """Return the most memory that a process has held until now, in MB; none for one that has just ended."""
    return _kilobytes(pid, "VmHWM") / 1024


def _resident(pid: int) -> float:
    return _kilobytes(pid, "VmRSS") / 1024


def _kilobytes(pid: int, name: str) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return next((int(each.split()[1]) for each in status.splitlines() if each.startswith(name)), 0)
