# SPDX-License-Identifier: AGPL-3.0-or-later
"""Observations on some words of the Regolamento, and proposals of other words: taken over, carried, in collision."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from documents.consultations.models import Consultation, SectionPage, VersionParagraph
from documents.consultations.models.pages import body_of
from documents.consultations.queries import proposals
from documents.consultations.services.proposals import take_over
from portal.comments import targets
from portal.comments.enums import Kind, NameChoice, State
from portal.comments.models import Observation
from portal.comments.services import moderation
from portal.comments.services.submission import Draft, submit
from portal.core.audiences import EVERYBODY
from portal.core.models import User
from portal.demo.loaders.consultations import Place

SLUG = "regolamento-ufficio-di-piano"


@dataclass(frozen=True, kw_only=True)
class Voice:
    """What somebody says: on which paragraph, about which words, or which words instead of which."""

    on: str
    text: str
    about: str = ""
    instead_of: str = ""
    put: str = ""
    draft: tuple[str, str] = ("", "")  # what an editor changed meanwhile in the same paragraph
    is_taken: bool = False


VOICES = (
    Voice(
        on="è tenuto ad operare in maniera funzionalmente coordinata",
        about="la fluidità degli snodi procedurali",
        text="Non capisco che cosa vuol dire. Si può scrivere come lo direste allo sportello?",
    ),
    Voice(
        on="L'approvazione definitiva del Regolamento avviene",
        about="i termini stabiliti dalle vigenti disposizioni",
        text="Quali termini? Scrivete quanti giorni sono, così lo sa anche chi non conosce le disposizioni.",
        draft=("secondo le modalità e i termini stabiliti dalle vigenti disposizioni", "nei termini di legge"),
    ),
    Voice(
        on="ha sede presso il Comune di Potenza",
        instead_of="negli uffici",
        put="al piano terra, negli uffici",
        text="Chi usa la carrozzina deve sapere prima di uscire di casa se ci sono scale.",
        is_taken=True,
    ),
    Voice(
        on="L'approvazione definitiva del Regolamento avviene",
        instead_of="della delibera",
        put="sul sito, in parole semplici, della delibera",
        text="La delibera si trova a fatica: mettetela dove la cerchiamo.",
    ),
    Voice(
        on="Nel presente regolamento sono contenute norme",
        instead_of="sono contenute norme dirette a disciplinare",
        put="si spiega a tutti",
        text="Una frase più corta si legge meglio, anche ad alta voce.",
        draft=("sono contenute norme dirette a disciplinare", "si trovano le norme su"),
    ),
)


def load(place: Place) -> None:
    """Let some people speak about words, an editor change two paragraphs, the office take a proposal over."""
    consultation = Consultation.objects.get(slug=SLUG)
    people = [place.people[key] for key in sorted(place.people) if not place.people[key].is_staff]
    for at, voice in enumerate(VOICES):
        observation = _speak(place, consultation, voice, author=people[at % len(people)], hours=at)
        if voice.draft[0]:
            _edit(consultation, voice, by=place.staff.drafter)
        if voice.is_taken:
            found = proposals.in_hand(consultation, observation)
            assert found is not None  # noqa: S101 -- it was just proposed
            take_over(
                consultation=consultation,
                observation=observation,
                seen=found.digest,
                by=place.staff.drafter,
                moment=place.moment - timedelta(hours=3),
            )


def _speak(place: Place, consultation: Consultation, voice: Voice, *, author: User, hours: int) -> Observation:
    twin = VersionParagraph.objects.filter(version=consultation.version, plain__contains=voice.on).order_by("number")[0]
    target = targets.resolve("paragraph", str(twin.paragraph_id), audience=EVERYBODY)
    start = target.quote.index(voice.about) if voice.about else 0
    draft = Draft(
        text=voice.text,
        kind=Kind.PROPOSAL if voice.put else Kind.OBSERVATION,
        name_choice=NameChoice.INITIALS,
        display_name=f"{author.first_name[:1]}. {author.last_name[:1]}.",
        chosen=(start, start + len(voice.about)) if voice.about else None,
        proposed=target.quote.replace(voice.instead_of, voice.put, 1) if voice.put else "",
    )
    moment = place.moment - timedelta(hours=30 - hours)
    observation = submit(target=target, draft=draft, author=author, key=str(uuid.uuid4()), moment=moment).observation
    moderation.publish(
        observation_id=observation.pk,
        seen=moderation.Seen(state=State.PENDING, revision_number=1),
        by=place.staff.moderator,
        moment=moment + timedelta(hours=2),
    )
    observation.refresh_from_db()
    return observation


def _edit(consultation: Consultation, voice: Voice, *, by: User) -> None:
    """Change the paragraph in the draft of its section, as an editor who has not declared it ready."""
    old, new = voice.draft
    assert consultation.text.page is not None  # noqa: S101 -- a text that was imported has its page
    for page in SectionPage.objects.child_of(consultation.text.page):
        latest = page.get_latest_revision_as_object()
        values = [(one.block_type, getattr(one.value, "source", one.value), one.id) for one in latest.body]
        if any(old in value for _kind, value, _id in values):
            latest.body = body_of([(kind, value.replace(old, new), block_id) for kind, value, block_id in values])
            latest.save_revision(user=by)
            return
    raise LookupError(old)
