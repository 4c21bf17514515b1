# SPDX-License-Identifier: AGPL-3.0-or-later
"""The accessibility tree of a comparison is enough to put both versions together again, word by word."""

import random

import pytest

from documents.consultations.models import Cause, Paragraph, Section, Version, VersionParagraph, VersionSection
from tests.documents.consultations import by_ear
from tests.factories.consultations_texts import PUBLISHED_AT, TextFactory

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
PLAIN = "la casa, l'ufficio: «aggiunto: - tolto:» (fine) # 12 [x] non & <b> è. pane vino"
WORDS = [*PLAIN.split(), '"tra"', "'virgolette'"]


def frozen(text, number, held):
    """Freeze sections given as (identity, title, [(identity, words, is a sub-heading)])."""
    version = Version.objects.create(
        text=text, number=number, title=text.title, published_at=PUBLISHED_AT, sha256=f"{text.pk:032x}{number:032x}"
    )
    position = count = 0
    for order, (section, title, blocks) in enumerate(held, start=1):
        row = VersionSection.objects.create(
            version=version, section=section, position=order, slug=f"s-{section.pk}", title=title
        )
        for paragraph, plain, is_heading in blocks:
            position, count = position + 1, count + (not is_heading)
            VersionParagraph.objects.create(
                section=row, version=version, paragraph=paragraph, position=position, html=plain, plain=plain,
                number=0 if is_heading else count, is_heading=is_heading,
            )  # fmt: skip
    return version


def expected(held):
    return [(title.split(), [plain.split() for _, plain, _ in blocks]) for _, title, blocks in held]


def told(client, page, text):
    html = client.get(f"/testi/{text.slug}/confronto/1-2/?mostra=tutto").content.decode()
    page.set_content(html.replace("<link ", "<meta "))
    return by_ear.both(by_ear.tree(page.locator("#confronto").aria_snapshot()))


def some_words(chance, most=8):
    return " ".join(chance.choices(WORDS, k=chance.randint(1, most)))


def redrafted(held, chance, text):
    """Return a redraft: paragraphs edited, removed, added and moved, sections renamed, moved, removed and added."""
    blocks = {section: list(inside) for section, _, inside in held}
    order = [(section, title if chance.random() < 0.7 else some_words(chance, 4)) for section, title, _ in held]
    for section, _ in order:
        for at, (paragraph, _plain, is_heading) in enumerate(blocks[section]):
            if chance.random() < 0.4:
                blocks[section][at] = (paragraph, some_words(chance), is_heading)
    for _ in range(chance.randint(0, 3)):
        source, target = chance.choice(order)[0], chance.choice(order)[0]
        if blocks[source]:
            moved = blocks[source].pop(chance.randrange(len(blocks[source])))
            blocks[target].insert(chance.randint(0, len(blocks[target])), moved)
    for inside in blocks.values():
        if inside and chance.random() < 0.4:
            inside.pop(chance.randrange(len(inside)))
        if chance.random() < 0.4:
            fresh = Paragraph.objects.create(text=text)
            inside.insert(chance.randint(0, len(inside)), (fresh, some_words(chance), chance.random() < 0.2))
    if chance.random() < 0.4:
        order.insert(0, order.pop())
    if chance.random() < 0.3:
        order.pop(chance.randrange(len(order)))
    if chance.random() < 0.3:
        fresh = Section.objects.create(text=text)
        blocks[fresh] = [(Paragraph.objects.create(text=text), some_words(chance), False)]
        order.append((fresh, some_words(chance, 4)))
    return [(section, title, blocks[section]) for section, title in order]


@pytest.mark.parametrize("seed", range(12))
def test_both_versions_are_put_together_again_from_the_accessibility_tree(client, page, seed):
    chance = random.Random(seed)
    text = TextFactory()
    old = [
        (
            Section.objects.create(text=text),
            some_words(chance, 4),
            [
                (Paragraph.objects.create(text=text), some_words(chance), chance.random() < 0.2)
                for _ in range(chance.randint(1, 4))
            ],
        )
        for _ in range(3)
    ]
    new = redrafted(old, chance, text)
    frozen(text, 1, old)
    after = frozen(text, 2, new)
    for paragraph in [inside[0][0] for _, _, inside in new if inside]:
        Cause.objects.create(
            version=after, stretch="0" * 64, change="WORDS", paragraph=paragraph, kind="OFFICE",
            words="Paragrafo spostato: era il paragrafo 1, in «altro»",
        )  # fmt: skip

    before_told, after_told = told(client, page, text)

    assert before_told == expected(old)
    assert after_told == expected(new)
