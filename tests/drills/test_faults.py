# SPDX-License-Identifier: AGPL-3.0-or-later
"""What breaks while people write: counted from outside, nothing confirmed is lost and nothing is there twice."""

import os
import signal
import threading
import time
import uuid

import pytest
import requests
from django.db import connections
from django.db.models import Count
from django.utils import timezone

from portal.comments.models import Observation, ObservationRevision, WaitingObservation
from portal.core.models import AuditEvent
from portal.notifications.models import OutgoingMail
from portal.notifications.services import queue_mail
from search import sync
from search.models import Refresh
from tests.drills.house import WORKERS, Visitor, free_port, wait_until
from tests.drills.post import PostOffice, written
from tests.factories.core import UserFactory
from tests.portal.comments.writing import form

pytestmark = pytest.mark.xdist_group("drills")

DEGRADED = "La ricerca completa non è disponibile"
WRITERS, POSTS_EACH, MURDERS = 6, 8, 3


def address_of(consultation, place=0):
    """Return where one writes about a paragraph."""
    return f"/osserva/paragrafo/{consultation.version.paragraphs.order_by('position')[place].paragraph_id}/"


def persist(visitor, path, fields):
    """Send a form until it is acknowledged, as a person would who sees the connection break; return the receipt."""
    for _attempt in range(60):
        try:
            answer = visitor.post(path, fields)
        except requests.RequestException:
            time.sleep(0.2)
            continue
        if answer.status_code == 302:
            return answer.headers["Location"]
        assert answer.status_code in {502, 503}, answer.text
    raise AssertionError("mai confermata")


def at_once(acts):
    """Run all in threads of their own; return what each gave."""
    results, barrier = [None] * len(acts), threading.Barrier(len(acts))

    def run(place, act):
        barrier.wait(timeout=30)
        try:
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def halves():
    """Return what stands half written: observations without their first words, their deed or their receipt."""
    known = set(Observation.objects.values_list("pk", flat=True))
    words = set(ObservationRevision.objects.filter(number=1).values_list("observation_id", flat=True))
    deeds = list(AuditEvent.objects.filter(action="observation.received").values_list("target_id", flat=True))
    receipts = list(OutgoingMail.objects.filter(key__startswith="receipt:").values_list("key", flat=True))
    told = set(Refresh.objects.filter(kind="observation").values_list("thing", flat=True))
    return {
        "without words": known ^ words,
        "without a deed": known ^ {int(deed) for deed in deeds},
        "without a receipt": known ^ {int(key.partition(":")[2]) for key in receipts},
        "the index was not told": {str(pk) for pk in known} - told,
        "told twice": len(deeds) - len(set(deeds)) + len(receipts) - len(set(receipts)),
    }


NO_HALVES = {
    "without words": set(),
    "without a deed": set(),
    "without a receipt": set(),
    "the index was not told": set(),
    "told twice": 0,
}


# THREATS: 53, 57
def test_web_processes_killed_in_the_middle_of_posts_lose_nothing_that_was_confirmed(house, consultation):
    path = address_of(consultation)
    people = [Visitor(house, UserFactory(), address=f"192.0.2.{place + 1}") for place in range(WRITERS)]
    keys = {place: [uuid.uuid4().hex for _ in range(POSTS_EACH)] for place in range(WRITERS)}
    is_over, killed = threading.Event(), []

    def write(place):
        return [persist(people[place], path, form(key=key)) for key in keys[place]]

    def murder():
        """The elder of the two each time: a process killed twice at once is taken for one that cannot start."""
        while len(killed) < MURDERS and not is_over.is_set():
            workers = house.web_workers()
            if len(workers) == WORKERS:
                os.kill(min(workers), signal.SIGKILL)
                killed.append(min(workers))
            is_over.wait(1.0)

    murderer = threading.Thread(target=murder)
    murderer.start()
    acknowledged = at_once([lambda place=place: write(place) for place in range(WRITERS)])
    is_over.set()
    murderer.join()

    receipts = [receipt for given in acknowledged for receipt in given]
    everything = [key for mine in keys.values() for key in mine]
    by_key = Observation.objects.filter(key__in=everything).values("key").annotate(times=Count("pk"))
    assert len(killed) >= 1
    assert sorted(receipts) == sorted(one.receipt_url for one in Observation.objects.filter(key__in=everything))
    assert {row["key"]: row["times"] for row in by_key} == dict.fromkeys(everything, 1)
    assert halves() == NO_HALVES
    wait_until(lambda: len(house.web_workers()) == WORKERS, "i processi uccisi ripartono", hint=house.said)


# THREATS: 53
def test_a_form_sent_from_twelve_threads_is_one_observation(house, consultation):
    user, fields = UserFactory(), form()
    visitors = [Visitor(house, user) for _ in range(12)]

    answers = at_once([lambda visitor=visitor: visitor.post(address_of(consultation), fields) for visitor in visitors])

    one = Observation.objects.get(key=fields["key"])
    assert {(answer.status_code, answer.headers.get("Location")) for answer in answers} == {(302, one.receipt_url)}
    assert halves() == NO_HALVES


# THREATS: 57
def test_a_worker_killed_between_claim_and_mail_sends_each_message_once(house):
    OutgoingMail.objects.all().delete()
    for number in range(8):
        queue_mail(to=f"persona{number}@cittadini.example", subject="Avviso", text="Testo", key=f"drill:{number}")
    (house.folder / "hold").touch()
    first = house.start("work")
    wait_until((house.folder / "held").exists, "il lavoro tiene un messaggio in mano", hint=house.said)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    claimed = OutgoingMail.objects.filter(sent_at=None).exclude(claimed_until=None)
    before = (claimed.count(), written(house.folder / "mail"))
    claimed.update(claimed_until=timezone.now())  # as if the minutes of a claim had gone
    (house.folder / "hold").unlink()

    house.start("work")
    wait_until(lambda: not OutgoingMail.objects.filter(sent_at=None).exists(), "tutto spedito", hint=house.said)

    numbers = [message.partition(".")[0].strip("<") for message in written(house.folder / "mail")]
    assert before == (1, [])
    assert sorted(numbers) == sorted(str(pk) for pk in OutgoingMail.objects.values_list("pk", flat=True))


# THREATS: 57
def test_while_the_mail_server_is_down_people_write_and_their_code_leaves_once_later(house, consultation):
    port = free_port()
    OutgoingMail.objects.all().delete()
    house.start("work", EMAIL_URL=f"smtp://127.0.0.1:{port}")
    answer = Visitor(house).post(address_of(consultation), form(email="ada@cittadini.example"))
    waiting = WaitingObservation.objects.get(email="ada@cittadini.example")
    tried = OutgoingMail.objects.filter(attempts__gt=0, sent_at=None)
    wait_until(tried.exists, "il server di posta è stato cercato", hint=house.said)

    with PostOffice(port) as post:
        wait_until(lambda: not OutgoingMail.objects.filter(sent_at=None).exists(), "spedito", hint=house.said)
        time.sleep(1)

    assert (answer.status_code, answer.headers["Location"]) == (302, waiting.confirm_url)
    assert len(post.taken) == 1
    assert "To: ada@cittadini.example" in post.taken[0]


# THREATS: 57
def test_while_the_index_is_broken_people_write_and_search_titles_and_it_comes_back(house, consultation):
    house.run("search_rebuild")
    house.start("work")
    index, away = house.folder / "index", house.folder / "index-away"
    reader, found = Visitor(house), "/cerca/?q=sociale"
    whole = DEGRADED not in reader.get(found).text
    index.rename(away)
    index.write_text("non è una cartella")

    answer = Visitor(house, UserFactory()).post(address_of(consultation), form())
    page = reader.get(found)
    index.unlink()
    away.rename(index)
    wait_until(lambda: not Refresh.objects.exists(), "l'indice ha letto tutto", hint=house.said)
    wait_until(lambda: DEGRADED not in reader.get(found).text, "la ricerca è tornata", hint=house.said)
    assert answer.status_code == 302
    assert (whole, page.status_code, DEGRADED in page.text) == (True, 200, True)
    assert "Consultazione su Piano <mark>sociale</mark>" in page.text


# THREATS: 57
def test_an_index_full_of_garbage_never_fails_a_save_and_is_made_anew(house, consultation):
    house.run("search_rebuild")
    for meta in (house.folder / "index").glob("*/*/meta.json"):
        meta.write_bytes(b"\x00garbage")

    answer = Visitor(house, UserFactory()).post(address_of(consultation), form())
    page = Visitor(house).get("/cerca/?q=piano")
    house.run("search_rebuild")
    house.run("work", "--once")

    assert (answer.status_code, page.status_code) == (302, 200)
    assert "Traceback" not in page.text
    assert not Refresh.objects.exists()
    assert sync.is_rebuilding() is False
