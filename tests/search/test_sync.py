# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the outbox to the index: nothing is lost, nothing waits for the engine."""

import datetime as dt
import fcntl
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.pages import nightly
from search import engines, feed, health, queries, sources, sync
from search.engines.base import EngineDown
from search.entries import Entry
from search.indexing import indexed
from search.models import Rebuild, Refresh
from search.queries import SearchQuery, search
from tests.search.conftest import shelve
from tests.search.shelf import PUBLIC, Shelf

NOWHERE = "http://127.0.0.1:9/spento"


def found(words, tokens=PUBLIC):
    return sorted(result.plain_title for result in search(SearchQuery(words=words), tokens).results)


def test_new_changed_and_gone_are_one_call(engine, shelf):
    shelf.put(1, "Primo", text="vecchio")
    shelf.put(2, "Secondo", text="vecchio")
    assert sync.drain() == 2

    shelf.put(1, "Primo", text="nuovo")
    shelf.take(2)
    assert sync.drain() == 2

    assert (found("vecchio"), found("nuovo")) == ([], ["Primo"])
    assert (Refresh.objects.count(), sync.drain()) == (0, 0)


def test_rows_are_only_added_however_often_a_thing_changes(shelf):
    shelf.put(1)
    shelf.put(1)
    feed.refresh("libro", [1, 1, "1"])

    assert list(Refresh.objects.values_list("kind", "thing", "is_public")) == [("libro", "1", True)] * 4


def test_a_change_made_while_the_worker_reads_is_not_lost(engine, shelf):
    class Busy(Shelf):
        def entries(self, pks):
            read = super().entries(pks)
            if self.reads == 1:
                self.put(1, "Primo", text="domani")
            return read

    busy = shelve(Busy())
    busy.put(1, "Primo", text="ieri")

    sync.drain()
    assert Refresh.objects.count() == 1
    sync.drain()

    assert (found("ieri"), found("domani"), Refresh.objects.count()) == ([], ["Primo"], 0)


def test_a_crash_between_index_and_outbox_only_repeats_work(engine, shelf, monkeypatch):
    shelf.put(1, "Primo", text="parola")
    with monkeypatch.context() as broken:
        broken.setattr(Refresh.objects.__class__, "filter", _crash_on_delete(Refresh.objects.__class__.filter))
        with pytest.raises(KeyboardInterrupt):
            sync.drain()
    assert Refresh.objects.count() == 1

    assert sync.drain() == 1

    assert (found("parola"), engine.count(), Refresh.objects.count()) == (["Primo"], 1, 0)


def _crash_on_delete(real):
    def filter_or_die(self, *args, **kwargs):
        if "pk__in" in kwargs:
            raise KeyboardInterrupt
        return real(self, *args, **kwargs)

    return filter_or_die


# THREATS: 57
def test_an_engine_that_is_down_delays_the_index_and_never_a_save(shelf, settings):
    settings.SEARCH_URL = NOWHERE
    shelf.put(1, "Assistenza a casa", text="parola")
    shelf.put(2, "Altro", text="assistenza")

    assert sync.drain() == 0
    assert Refresh.objects.filter(attempts=0).count() == 2
    answer = search(SearchQuery(words="assistenza"), PUBLIC)
    assert answer.is_degraded
    assert [result.plain_title for result in answer.results] == ["Assistenza a casa"]
    assert not health.state().is_ready

    settings.SEARCH_URL = ""
    sync.pause.until = 0
    assert sync.drain() == 2
    queries._breaker.reset()

    assert found("assistenza") == ["Altro", "Assistenza a casa"]
    assert health.state().is_ready


# THREATS: 57
def test_an_engine_that_does_not_answer_is_left_alone_longer_and_longer(shelf, settings):
    settings.SEARCH_URL = NOWHERE
    shelf.put(1)

    pauses = []
    for _ in range(7):
        sync.pause.until = 0
        sync.drain()
        pauses.append(sync.pause.seconds)

    assert pauses == [1, 2, 4, 8, 16, 30, 30]
    assert sync.drain() == 0


# THREATS: 57
def test_an_index_that_became_garbage_is_said_to_be_down_and_can_be_rebuilt(shelf, settings):
    shelf.put(1, "Primo", text="parola")
    sync.drain()
    for meta in settings.SEARCH_INDEX_DIR.glob("*/*/meta.json"):
        meta.write_text("{garbage")

    assert search(SearchQuery(words="primo"), PUBLIC).is_degraded
    sync.rebuild()
    queries._breaker.reset()

    assert found("parola") == ["Primo"]


@pytest.mark.parametrize(
    "poison",
    [{"year": "2026"}, {"year": 10**12}, {"title": None}, {"text": b"bytes"}, {"date": "2026-01-01"}, {"areas": (7,)},
     {"url": "\ud800"}, {"status": "a\x00b"}, {"tokens": {"public"}}],
)  # fmt: skip
def test_a_value_of_the_wrong_type_holds_up_nothing_else(engine, shelf, poison):
    shelf.put(1, "Primo", text="parola")
    shelf.put(2, "Veleno", text="parola")
    shelf.put(3, "Terzo", text="parola")
    shelf.things["2"] = replace(shelf.things["2"], **poison)

    assert sync.drain() == 3

    assert found("parola") == ["Primo", "Terzo"]
    (stuck,) = Refresh.objects.all()
    assert (stuck.thing, stuck.attempts, stuck.wait_until > timezone.now()) == ("2", 1, True)
    shelf.put(4, "Quarto", text="parola")
    assert sync.drain() == 1
    assert found("parola") == ["Primo", "Quarto", "Terzo"]


def test_a_source_that_fails_for_one_thing_gives_the_others(engine):
    class Fragile(Shelf):
        def entry(self, pk):
            if str(pk) == "2":
                raise RuntimeError("broken row")
            return super().entry(pk)

    fragile = shelve(Fragile())
    for pk in (1, 2, 3):
        fragile.put(pk, f"Libro {pk}", text="parola")

    sync.drain()

    assert found("parola") == ["Libro 1", "Libro 3"]


def test_what_could_not_be_read_is_tried_again_later(engine, shelf):
    shelf.put(1, "Primo", text="parola")
    good = shelf.things["1"]
    shelf.things["1"] = replace(good, year="mille")
    sync.drain()
    shelf.things["1"] = good
    assert sync.drain() == 0

    Refresh.objects.update(wait_until=timezone.now() - dt.timedelta(seconds=1))
    sync.drain()

    assert (found("parola"), Refresh.objects.count()) == (["Primo"], 0)


def test_a_kind_that_no_app_gives_any_more_is_forgotten(engine, shelf):
    shelf.put(1, "Primo", text="parola")
    sync.drain()
    feed.refresh("libro", [1])
    sources._sources.clear()

    sync.drain()

    assert (engine.count(), Refresh.objects.count()) == (0, 0)


def test_one_writes_at_a_time(shelf, settings):
    shelf.put(1)
    settings.SEARCH_INDEX_DIR.mkdir(parents=True)
    with (settings.SEARCH_INDEX_DIR / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        assert sync.drain() == 0

    assert sync.drain() == 1


def test_a_rebuild_finds_everything_and_forgets_what_is_not_there(engine, shelf, acts):
    shelf.put(1, "Libro", text="parola")
    acts.put(1, "Atto", text="parola")
    sync.drain()
    del shelf.things["1"]

    assert sync.rebuild() == 1

    assert (found("parola"), engine.count(), Rebuild.objects.count()) == (["Atto"], 1, 0)


def test_readers_keep_the_old_index_until_the_new_one_is_whole(engine, shelf):
    seen_during = []

    class Watched(Shelf):
        def entries(self, pks):
            seen_during.append(found("parola"))
            return super().entries(pks)

    shelf.put(1, "Libro", text="parola")
    sync.drain()
    watched = shelve(Watched("atto", "Atti"))
    watched.things["1"] = replace(shelf.things["1"], kind="atto", title="Atto")

    sync.rebuild()

    assert seen_during == [["Libro"]]
    assert found("parola") == ["Atto", "Libro"]


def test_what_changes_during_a_rebuild_waits_and_is_not_lost(engine, shelf):
    class Busy(Shelf):
        def entries(self, pks):
            read = super().entries(pks)
            if self.reads == 1:
                self.put(1, "Primo", text="domani")
                assert sync.drain() == 0
            return read

    busy = shelve(Busy())
    busy.put(1, "Primo", text="ieri")

    sync.rebuild()
    assert Refresh.objects.count() == 1
    sync.drain()

    assert (found("ieri"), found("domani")) == ([], ["Primo"])


def test_a_rebuild_on_another_machine_keeps_the_rows_and_a_dead_one_does_not(shelf):
    shelf.put(1)
    mark = Rebuild.objects.create(started_at=timezone.now(), beat_at=timezone.now())
    assert sync.drain() == 0

    Rebuild.objects.filter(pk=mark.pk).update(beat_at=timezone.now() - dt.timedelta(minutes=3))

    assert sync.drain() == 1


def test_a_rebuild_that_fails_leaves_the_old_index(engine, shelf):
    shelf.put(1, "Libro", text="parola")
    sync.drain()

    def broken():
        raise RuntimeError("no list")

    shelf.pks = broken
    with pytest.raises(RuntimeError):
        sync.rebuild()

    assert (found("parola"), Rebuild.objects.count()) == (["Libro"], 0)


def test_a_rebuild_survives_one_thing_that_cannot_be_kept(engine, shelf):
    shelf.put(1, "Primo", text="parola")
    shelf.put(2, "Veleno", text="parola")
    shelf.things["2"] = replace(shelf.things["2"], year="mille")

    assert sync.rebuild() == 1

    assert found("parola") == ["Primo"]
    assert list(Refresh.objects.values_list("thing", flat=True)) == ["2"]


def test_an_index_of_another_schema_asks_for_a_rebuild(shelf, settings):
    shelf.put(1, "Primo", text="parola")
    sync.drain()
    (settings.SEARCH_INDEX_DIR / "current").write_text("v0-old")

    assert not health.state().is_built
    with pytest.raises(EngineDown):
        engines.current().count()
    shelf.put(2, "Secondo", text="parola")
    assert sync.drain() == 0
    sync.rebuild()

    assert found("parola") == ["Primo", "Secondo"]


@pytest.mark.cluster
@pytest.mark.parametrize("engine", ["cluster"], indirect=True)  # the embedded one has one writer, under a lock
def test_an_older_write_of_another_worker_loses(shelf, engine):
    shelf.put(1, "Primo", text="nuovo")
    old = indexed(replace(shelf.things["1"], text="vecchio"))
    engine.write([indexed(shelf.things["1"])], [], version=9)
    engine.write([old], [], version=8)

    assert (found("nuovo"), found("vecchio")) == (["Primo"], [])


def test_the_commands_say_how_the_search_is(engine, shelf):
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("search_status", stdout=out)
    shelf.put(1, "Primo")
    call_command("search_rebuild", stdout=out)
    call_command("search_status", stdout=out)

    said = out.getvalue().splitlines()
    assert "Indice rifatto: 1 voci." in said
    assert said[-4:] == [
        f"Motore: {engine.name}, risponde",
        "Indice: 1 voci",
        "In attesa: 0 (la più vecchia da 0 s)",
        "Da riprovare: 0",
    ]


def test_the_night_makes_the_index_anew(engine, shelf):
    shelf.put(1, "Primo", text="parola")
    sync.drain()
    shelf.things = {"2": Entry(kind="libro", pk=2, title="Secondo", text="parola", url="/libro/2/", tokens=PUBLIC)}

    nightly.rebuild_the_index(timezone.now())

    assert found("parola") == ["Secondo"]


def test_a_night_without_engine_leaves_the_index_as_it_is(shelf, settings):
    settings.SEARCH_URL = NOWHERE

    nightly.rebuild_the_index(timezone.now())

    assert Rebuild.objects.count() == 0
