# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plain words and their HTML: marking, and writing others in their place with the form that can stay."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.consultations.anchors.markup import marked, rewritten
from documents.consultations.imports.html import plain_words

HTML = (
    '<p>Il <strong>servizio di</strong> trasporto è <a href="https://x.example">gratuito</a>.</p>'
    "<ul><li>uno  &amp; due</li><li>tre</li></ul>"
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("trasporto", '</strong> <mark id="m" tabindex="-1">trasporto</mark> è'),
        ("di trasporto", '<strong>servizio <mark id="m" tabindex="-1">di</mark></strong><mark> trasporto</mark> è'),
        ("gratuito", '<a href="https://x.example"><mark id="m" tabindex="-1">gratuito</mark></a>.</p>'),
        ("uno & due\ntre", '<li><mark id="m" tabindex="-1">uno  &amp; due</mark></li><li><mark>tre</mark></li>'),
    ],
)
def test_the_words_chosen_are_marked_wherever_tags_cut_them(words, expected):
    start = plain_words(HTML).index(words)

    html = marked(HTML, start, start + len(words), name="m")

    assert expected in html
    assert plain_words(html) == plain_words(HTML)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("trasporto", "trasporto a chiamata", "</strong> trasporto a chiamata è"),
        ("servizio di", "grande servizio di", "grande <strong>servizio di</strong>"),
        ("Il servizio di trasporto", "Il pulmino", "<p>Il "),
        ("gratuito", "a pagamento", '<a href="https://x.example">a pagamento'),
        ("tre", "quattro < cinque", "<li>quattro &lt; cinque</li>"),
    ],
)
def test_new_words_keep_the_form_around_them(old, new, expected):
    wanted = plain_words(HTML).replace(old, new)

    html = rewritten(HTML, wanted)

    assert expected in html
    assert html.count("<li>") == 2
    assert plain_words(html) == wanted


def test_a_new_line_gives_up_the_form_and_never_the_words():
    assert (
        rewritten("<p>Il <em>servizio</em> c'è</p>", "Il servizio\nc'è & basta")
        == "<p>Il servizio</p><p>c'è &amp; basta</p>"
    )


WORDS = st.lists(st.sampled_from(["il", "di", "servizio", "a", "b", "<", "&", "è,"]), min_size=1, max_size=9)


@given(WORDS, WORDS, WORDS, WORDS)
def test_whatever_is_written_the_plain_words_are_those_asked_for(before, strong, after, new):
    html = f"<p>{escape(' '.join(before))} <strong>{escape(' '.join(strong))}</strong> {escape(' '.join(after))}</p>"

    assert plain_words(rewritten(html, " ".join(new))) == " ".join(new)
