# SPDX-License-Identifier: AGPL-3.0-or-later
"""The generator of redrafts tells the truth about what it did."""

from collections import Counter

import pytest

from portal.demo.bench.redraft import generated_text, real_text, redraft


@pytest.mark.parametrize("old", [generated_text(120, seed=3), real_text("regolamento")], ids=["made", "real"])
def test_every_word_that_is_traced_is_the_old_word_that_it_says(old):
    made = redraft(old, seed=5)
    words = {one.key: one.plain.split() for one in made.old}

    assert all(len(one.trace) == len(one.plain.split()) for one in made.new)
    assert [
        (word, words[origin[0]][origin[1]])
        for one in made.new
        for word, origin in zip(one.plain.split(), one.trace, strict=True)
        if origin and word.strip(".,;") != words[origin[0]][origin[1]].strip(".,;")
    ] == []


def test_nothing_old_is_forgotten():
    made = redraft(generated_text(300, seed=1), seed=2)

    told = {key for one in made.new for key in one.origins} | made.deleted
    kinds = Counter(one.kind for one in made.new)

    assert told == {one.key for one in made.old}
    assert set(kinds) == {"same", "edited", "split", "merged", "added"}


def test_the_same_seed_makes_the_same_redraft():
    old = real_text("piano")

    assert redraft(old, seed=9) == redraft(old, seed=9) != redraft(old, seed=10)
