# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever editors do, in whatever order: no observation is lost, none goes to another identity, nothing vanishes.

Each paragraph begins with a family of words of its own, that edits never take away wholly: a later paragraph that has
an identity without any word of its family would be another paragraph under an old name.
"""

import uuid
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from documents.consultations.imports.parsed import ParsedBlock, ParsedSection, ParsedText
from documents.consultations.matching import Fate, choice_of
from documents.consultations.models import Paragraph, SectionPage, VersionParagraph
from documents.consultations.models.pages import body_of
from documents.consultations.queries import drafts, new_draft
from documents.consultations.queries.places import places_in
from documents.consultations.services import identities, imports, new_drafts, pairing, versions
from portal.comments.models import Observation
from tests.factories.comments import ObservationFactory
from tests.factories.consultations_drafts import MOMENT, coordinator, imported, pages_of, published
from tests.factories.core import UserFactory

PARTS = 5  # so that the processes of a run share them
SEQUENCES = 500 if connection.vendor == "sqlite" else 50  # what differs is the database, and it decides nothing here
STEPS = ("edit", "move", "split", "merge", "delete", "duplicate", "paste", "reimport", "publish", "comment")
STEP = st.tuples(st.sampled_from(STEPS), st.integers(0, 30), st.integers(0, 30))


def family_words(name):
    return " ".join(
        f"{stem}{name}" for stem in ("cura", "casa", "scuola", "strada", "lavoro", "ascolto", "rete", "voce")
    )


def families(plain):
    return {"".join(sign for sign in word if sign.isdigit()) for word in plain.split()} - {""}


class Story:
    """A text in the hands of editors, and of people who comment it. Its first version is out."""

    def __init__(self, version, office, author):
        self.text, self.latest, self.office, self.author = version.text, version, office, author
        self.days = count(1)
        self.said = {}
        self.is_out = True
        self.look()

    def look(self):
        self.pages = [page for page in pages_of(self.text) if page.live]
        self.blocks = [[(block.value.source[3:-4], block.id) for block in page.body] for page in self.pages]
        self.saved = [list(blocks) for blocks in self.blocks]

    def do(self, step, first, second):
        self.is_out = self.is_out and step in {"publish", "comment"}
        where = self.blocks[first % 2]
        if step in {"publish", "comment", "reimport"}:
            getattr(self, step)(first, second)
        elif where:
            getattr(self, step)(where, first % len(where), second)

    def edit(self, where, at, chance):
        words, block = where[at]
        kept = words.split()
        kept[chance % len(kept) : chance % len(kept) + 1] = [] if len(kept) > 6 else ["e"]
        where[at] = (" ".join(kept + ["ancora"] * (chance % 2)), block)

    def move(self, where, at, chance):
        where.insert(chance % len(where), where.pop(at))

    def split(self, where, at, chance):
        words, block = where[at]
        parts = words.split()
        if len(parts) >= 6:
            half = len(parts) // 2
            where[at : at + 1] = [(" ".join(parts[:half]), block), (" ".join(parts[half:]), str(uuid.uuid4()))]

    def merge(self, where, at, chance):
        if at + 1 < len(where):
            (first, block), (second, _) = where[at : at + 2]
            where[at : at + 2] = [(f"{first} {second}", block)]

    def delete(self, where, at, chance):
        if sum(map(len, self.blocks)) > 2:
            where.pop(at)

    def duplicate(self, where, at, chance):
        where.insert(at + 1, (where[at][0], str(uuid.uuid4())))

    def paste(self, where, at, chance):
        words, _ = where.pop(at)
        there = self.blocks[chance % 2]
        there.insert(chance % (len(there) + 1), (words, str(uuid.uuid4())))

    def comment(self, first, second):
        twins = list(self.latest.paragraphs.all())
        twin = twins[second % len(twins)]
        made = ObservationFactory(
            target_id=str(twin.paragraph_id),
            quote=twin.plain,
            version_number=self.latest.number,
            user=self.author,
        )
        self.said[made.pk] = (str(twin.paragraph_id), twin.plain)

    def save(self):
        """Keep the words as «Pubblica» does, without the revision that Wagtail keeps beside them."""
        for page, blocks, saved in zip(self.pages, self.blocks, self.saved, strict=True):
            if blocks != saved:
                body = body_of([("paragraph", f"<p>{words}</p>", block) for words, block in blocks])
                SectionPage.objects.filter(pk=page.pk).update(body=body)
                page.body = body
                identities.sync_page(page, saved=page)
        self.saved = [list(blocks) for blocks in self.blocks]

    def publish(self, first, second):
        self.save()
        moment = MOMENT + timedelta(days=next(self.days))
        for _ in range(4):
            try:
                self.latest = published(self.text, by=self.office, moment=moment)
            except versions.Undecided:
                self.decide()
            except (versions.NothingChanged, versions.NothingReady):
                return
            else:
                self.is_out = True
                self.check()
                return
        raise AssertionError("what was said never decided what is which")

    def decide(self):
        draft = drafts.next_version(self.text)
        pair = draft.pairing
        plain = {block.key: block.plain for block in draft.blocks}
        old = {str(twin.paragraph_id): twin.plain for twin in pair.old}
        pairing.say(text=self.text, choices=honest(pair.found, plain, old), by=self.office)

    def reimport(self, first, second):
        """The words come back from Word; half the times nobody saved what was done before."""
        if second % 2:
            self.save()
        sections = [
            ParsedSection(
                title=page.title,
                blocks=tuple(ParsedBlock(kind="paragraph", html=f"<p>{words}</p>", plain=words) for words, _ in blocks),
            )
            for page, blocks in zip(self.pages, self.blocks, strict=True)
        ]
        parsed = ParsedText(title="Piano", sections=tuple(sections))
        draft = imports.keep(parsed=parsed, source_name="x.md", content=b"x", by=self.office)
        new = new_draft.beside(self.text, parsed)
        plain = {key: shown.plain for key, shown in new.new_shown.items()}
        old = {key: shown.plain for key, shown in new.old_shown.items()}
        said = {
            "choices": honest(new.found, plain, old),
            "sections": dict.fromkeys(new.open_sections, "nuova"),
            "are_ready": True,
        }
        try:
            new_drafts.redraft(draft=draft, text=self.text, by=self.office, **said)
        except new_drafts.StillOpen:
            new_drafts.redraft(draft=draft, text=self.text, by=self.office, accepts=True, **said)
        self.look()

    def check(self):
        kept = {
            pk: (target, quote) for pk, target, quote in Observation.objects.values_list("pk", "target_id", "quote")
        }
        assert {pk: kept.get(pk) for pk in self.said} == self.said
        first, here = {}, set()
        for identity, plain, version in (
            VersionParagraph.objects.filter(version__text=self.text)
            .order_by("version__number")
            .values_list("paragraph_id", "plain", "version_id")
        ):
            assert families(plain) & first.setdefault(identity, families(plain)), (plain, first[identity])
            here |= {identity} if version == self.latest.pk else set()
        retired = set(Paragraph.objects.filter(text=self.text, retired_at__isnull=False).values_list("pk", flat=True))
        assert set(first) - here == retired
        places = places_in(self.latest)
        assert {str(pk) for pk in retired} <= places.gone | set(places.here)


def honest(found, plain, old):
    """What somebody who knows the families would say."""
    said = dict.fromkeys(found.unsure, "tolto")
    taken = set()
    for doubt in found.doubts:
        said[doubt.new] = "nuovo"
        for one in doubt.proposals:
            is_true = one.fate == Fate.SAME and families(old[one.old[0]]) & families(plain[doubt.new])
            if is_true and one.old[0] not in taken:
                said[doubt.new] = choice_of(one)
                taken.add(one.old[0])
                break
    return said


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_no_observation_is_lost_and_none_goes_to_another_identity(part):
    words = [family_words(number) for number in range(6)]
    source = "# Piano\n\n## Uno\n\n" + "\n\n".join(words[:3]) + "\n\n## Due\n\n" + "\n\n".join(words[3:]) + "\n"
    office, author = coordinator(), UserFactory()
    version = published(imported(source), by=office)

    @seed(part)
    @settings(max_examples=SEQUENCES // PARTS, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(STEP, min_size=3, max_size=10))
    def told(steps):
        with transaction.atomic():
            story = Story(version, office, author)
            for step in steps:
                story.do(*step)
            if not story.is_out:
                story.publish(0, 0)
            transaction.set_rollback(True)

    told()
