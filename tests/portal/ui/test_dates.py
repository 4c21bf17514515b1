# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates as people read them."""

from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils.translation import override

from portal.ui import dates
from portal.ui.components import Badge, DeadlineBadge

CLOSES = datetime(2026, 12, 10, 22, 59, tzinfo=UTC)


def test_a_moment_is_told_in_full_in_the_time_of_rome():
    assert dates.in_full(CLOSES) == "giovedì 10 dicembre 2026, ore 23:59"
    assert dates.in_full(datetime(2026, 7, 1, 21, 59, tzinfo=UTC)) == "mercoledì 1 luglio 2026, ore 23:59"
    assert dates.in_full(date(2026, 12, 10)) == "giovedì 10 dicembre 2026"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2026, 11, 28, 12, 0, tzinfo=UTC), "mancano 12 giorni"),
        (datetime(2026, 12, 9, 12, 0, tzinfo=UTC), "manca 1 giorno"),
        (datetime(2026, 12, 8, 23, 30, tzinfo=UTC), "manca 1 giorno"),
        (datetime(2026, 12, 9, 23, 30, tzinfo=UTC), "scade oggi"),
        (datetime(2026, 12, 10, 22, 58, tzinfo=UTC), "scade oggi"),
        (CLOSES, "scaduto"),
    ],
)
def test_days_left_count_the_midnights_of_rome(now, words):
    assert dates.left_in_words(now, CLOSES) == words


def test_days_left_are_right_across_the_change_of_hour():
    before = datetime(2026, 10, 24, 21, 30, tzinfo=UTC)  # 23:30 in Rome, summer time

    assert dates.left_in_words(before, datetime(2026, 10, 25, 22, 59, tzinfo=UTC)) == "manca 1 giorno"


def test_a_day_without_an_hour_lasts_until_it_ends():
    now = datetime(2026, 12, 10, 20, 0, tzinfo=UTC)

    assert dates.left_in_words(now, date(2026, 12, 10)) == "scade oggi"
    assert dates.left_in_words(now, date(2026, 12, 9)) == "scaduto"


def test_the_deadline_badge_says_the_day_and_what_is_left():
    badge = DeadlineBadge(label="Si scrive fino a", moment=CLOSES, now=datetime(2026, 12, 8, 9, 0, tzinfo=UTC))

    drawn = badge.render_html()

    assert "Si scrive fino a" in drawn
    assert "giovedì 10 dicembre 2026, ore 23:59" in drawn
    assert "mancano 2 giorni" in drawn
    assert "state-warning" in drawn


def test_a_badge_speaks_its_words_and_hides_its_symbol():
    drawn = Badge(label="accolta", symbol="✓", tone="success").render_html()

    assert '<span class="state-symbol" aria-hidden="true">✓</span> accolta' in drawn


def test_filters_say_nothing_for_a_missing_date():
    template = Template("{% load ui %}[{{ day|in_full }}{{ day|days_left }}{{ day|iso }}{{ day|in_full_day }}]")

    assert template.render(Context({"day": None})) == "[]"


def test_in_english_the_day_has_english_names():
    with override("en"):
        assert dates.in_full_day(CLOSES) == "Thursday 10 December 2026"


def test_pages_keep_the_other_parameters_of_the_address():
    request = RequestFactory().get("/documenti/?area=anziani&page=2")
    page = Paginator(range(100), 10).page(2)

    drawn = Template('{% include "ui/pagination.html" with page=page only %}').render(
        RequestContext(request, {"page": page})
    )

    assert 'href="?area=anziani&amp;page=3"' in drawn
    assert 'href="?area=anziani&amp;page=2" aria-current="page"' in drawn
