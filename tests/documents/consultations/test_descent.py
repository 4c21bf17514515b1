# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where words went through several versions, merge after merge and split after merge; never to other words."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.consultations.enums import OutcomeKind, Stage
from documents.consultations.models import OutcomeParagraph
from documents.consultations.queries import answers, lineage, next_words, places
from documents.consultations.queries.anchors import Course, Stand
from documents.consultations.queries.descent import heirs
from tests.documents.consultations.test_lineage import BUSES, HOMES, SCHOOL
from tests.documents.consultations.test_places import FAIR, WALK, ids, section
from tests.factories.comments import ObservationFactory
from tests.factories.consultations import ConsultationFactory, OutcomeFactory
from tests.factories.consultations_drafts import MOMENT, edit, imported, pages_of, published

SPLIT, MERGE = "SPLIT", "MERGE"
LEAST = 5  # so many words in a row are found wherever they went
STEP = st.tuples(st.sampled_from((SPLIT, MERGE, "move", "delete")), st.integers(0, 20), st.integers(0, 20))


@pytest.mark.parametrize(
    ("layers", "links", "sure", "possible"),
    [
        (["pqs", "qs", "s"], [("p", "q", MERGE), ("q", "s", MERGE)], "s", ""),
        (["pq", "q", "qr"], [("p", "q", MERGE), ("q", "r", SPLIT)], "", "qr"),
        (["pq", "pqr", "qr"], [("q", "r", SPLIT), ("p", "q", MERGE)], "q", ""),  # r had left before
        (["pq", "prq", "pq"], [("p", "r", SPLIT), ("r", "q", MERGE)], "pq", ""),
        (["pr", "r"], [("p", "r", SPLIT)], "", ""),  # an old division is no place for new words
        (["pq", "q", "pq"], [("p", "q", MERGE)], "p", ""),  # what comes back is itself again
        (["pq", "q", "q"], [], "", ""),
    ],
)
def test_kinship_is_walked_from_version_to_version(layers, links, sure, possible):
    found = heirs("p", [set(layer) for layer in layers], frozenset(links))

    assert (found.sure, found.possible) == (set(sure), set(possible))


class Story:
    """Paragraphs of words that are met nowhere else, split, joined, moved and removed from version to version."""

    def __init__(self):
        self.texts = {
            name: [f"parola{name}{number}" for number in range(6)] for name in ("a", "b", "c", "d")
        }  # in reading order
        self.links, self.versions = set(), [dict(self.texts)]

    def do(self, kind, first, second):
        names = list(self.texts)
        if len(names) < 2:
            return
        here, there = names[first % len(names)], names[second % len(names)]
        if kind == SPLIT and len(self.texts[here]) >= 6:
            fresh, words = f"{here}-{len(self.versions)}", self.texts[here]
            cut = 3 + second % (len(words) - 5)
            self.texts = {
                name: part
                for one, text in self.texts.items()
                for name, part in ([(here, words[:cut]), (fresh, words[cut:])] if one == here else [(one, text)])
            }
            self.links.add((here, fresh, SPLIT))
        elif kind == MERGE and here != there:
            self.texts[there] = self.texts[there] + self.texts.pop(here)
            self.links.add((here, there, MERGE))
        elif kind == "move":
            self.texts[here] = self.texts.pop(here)
        elif kind == "delete":
            self.texts.pop(here)
        self.versions.append(dict(self.texts))

    def course(self):
        course = Course(0, set(), first=1, last=0, links=frozenset(self.links))
        for number, texts in enumerate(self.versions, start=1):
            course.put(
                number,
                {
                    name: Stand(at, at, " ".join(words), "uno")
                    for at, (name, words) in enumerate(texts.items(), start=1)
                },
            )
        return course

    def truth(self, name, since):
        """How many words of a paragraph of a version each paragraph of the last one has."""
        words = set(self.versions[since - 1][name])
        return Counter({one: len(words & set(text)) for one, text in self.texts.items() if words & set(text)})


@pytest.mark.django_db
@given(st.lists(STEP, min_size=1, max_size=6), st.integers(0, 5))
def test_whatever_was_split_and_joined_words_are_looked_for_where_they_are_and_never_elsewhere(steps, start):
    story = Story()
    for step in steps:
        story.do(*step)
    since = 1 + start % len(story.versions)
    course = story.course()

    for name in story.versions[since - 1]:
        truth = story.truth(name, since)
        layers = [set(texts) for texts in story.versions[since - 1 :]]
        kin = heirs(name, layers, frozenset(story.links))
        found = course.heirs(name, len(story.versions), since=since)

        assert kin.sure <= set(truth) <= kin.sure | kin.possible
        assert set(found) <= set(truth) - {name}
        assert {one for one, total in truth.items() if total >= LEAST} <= {*found, name}


def _accepted(text, version, number):
    consultation = ConsultationFactory(text=text, version=version, is_closed=True)
    twin = version.paragraphs.get(number=number)
    observation = ObservationFactory(
        scope=consultation.scope,
        target_id=str(twin.paragraph_id),
        section_id=str(twin.section.section_id),
        quote=twin.plain,
        version_number=version.number,
        comment="Il pulmino parte troppo tardi.",
    )
    outcome = OutcomeFactory(observation=observation, kind=OutcomeKind.ACCEPTED, is_published=True)
    OutcomeParagraph.objects.create(outcome=outcome, paragraph_id=twin.paragraph_id)
    return consultation, observation


def _next(text, *paragraphs):
    edit(pages_of(text)[0], *[("paragraph", f"<p>{words}</p>", block) for words, block in paragraphs])
    return published(text, stage=Stage.PROPOSAL)


def _closed(consultation, version):
    type(consultation).objects.filter(pk=consultation.pk).update(closed_version=version, results_published_at=MOMENT)
    consultation.refresh_from_db()


def _changed(observation):
    return [one.number for one in answers.published_answers([observation.pk])[observation.pk].changed]


SOURCE = "# Piano\n\n## Uno\n\n" + "\n\n".join((FAIR, HOMES, BUSES, SCHOOL)) + "\n"


@pytest.mark.django_db
def test_an_answer_names_the_paragraph_that_took_in_the_one_that_had_taken_in_its_own(client):
    text = imported(SOURCE)
    consultation, observation = _accepted(text, published(text), 3)
    [[fair, homes, _buses, school]] = ids(text)

    _next(text, (FAIR, fair), (f"{HOMES} {BUSES}", homes), (SCHOOL, school))
    final = _next(text, (f"{FAIR} {HOMES} {BUSES}", fair), (SCHOOL, school))
    _closed(consultation, final)

    assert _changed(observation) == [1]
    assert "testo unito al paragrafo 1" in section(client, text, "uno")
    words = lineage.of_version(final)
    before = lineage.of_version(consultation.version)
    between = lineage.between(text, 1, 3)
    target = observation.target_id
    assert words.became(target, before, between) == lineage.Became.UNCHANGED


@pytest.mark.django_db
def test_an_answer_names_the_half_that_has_its_words_of_a_paragraph_joined_and_then_divided(client):
    text = imported(SOURCE)
    consultation, observation = _accepted(text, published(text), 3)
    [[fair, homes, _buses, school]] = ids(text)

    _next(text, (FAIR, fair), (f"{HOMES} {BUSES}", homes), (SCHOOL, school))
    final = _next(text, (FAIR, fair), (HOMES, homes), (BUSES, None), (SCHOOL, school))
    _closed(consultation, final)

    assert _changed(observation) == [3]
    assert "testo unito al paragrafo 3" in section(client, text, "uno")


@pytest.mark.django_db
def test_an_answer_never_names_a_part_that_had_left_before_its_words_came(client):
    text = imported(SOURCE.replace(FAIR, f"{FAIR} {WALK}").replace(f"{HOMES}\n\n{BUSES}", f"{BUSES}\n\n{HOMES}"))
    consultation, observation = _accepted(text, published(text), 2)
    [[fair, buses, homes, school]] = ids(text)

    second = _next(text, (FAIR, fair), (BUSES, buses), (HOMES, homes), (SCHOOL, school), (WALK, None))
    walk = ids(text)[0][4]
    final = _next(text, (f"{FAIR} {BUSES}", fair), (HOMES, homes), (SCHOOL, school), (WALK, walk))
    _closed(consultation, final)

    left = str(second.paragraphs.get(number=5).paragraph_id)
    assert _changed(observation) == [1]
    assert left not in places.places_in(final).here[observation.target_id]
    assert "testo unito al paragrafo 1" in section(client, text, "uno")


@pytest.mark.django_db
def test_who_spoke_after_a_division_is_not_told_of_it_when_the_paragraph_goes(client):
    text = imported(SOURCE.replace(f"{FAIR}\n\n", f"{FAIR} {WALK}\n\n"))
    published(text)
    [[fair, homes, buses, school]] = ids(text)
    second = _next(text, (FAIR, fair), (WALK, None), (HOMES, homes), (BUSES, buses), (SCHOOL, school))
    consultation, observation = _accepted(text, second, 1)
    walk = ids(text)[0][1]

    final = _next(text, (WALK, walk), (HOMES, homes), (BUSES, buses), (SCHOOL, school))
    _closed(consultation, final)

    assert _changed(observation) == []
    assert "scritta sulla versione 2, testo tolto" in section(client, text, "uno")


@pytest.mark.django_db
def test_who_answers_sees_where_words_will_be_that_flowed_on_in_a_version_between():
    text = imported(SOURCE)
    consultation, observation = _accepted(text, published(text), 3)
    [[fair, homes, _buses, school]] = ids(text)
    _next(text, (FAIR, fair), (f"{HOMES} {BUSES}", homes), (SCHOOL, school))
    edit(
        pages_of(text)[0],
        ("paragraph", f"<p>{FAIR} {HOMES} {BUSES}</p>", fair),
        ("paragraph", f"<p>{SCHOOL}</p>", school),
    )

    found = next_words.paragraphs(consultation)

    assert [one.number for one in next_words.lives_in(found, observation)] == [1]
