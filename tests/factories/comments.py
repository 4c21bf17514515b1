# SPDX-License-Identifier: AGPL-3.0-or-later
"""Observations for tests, and a policy that lets a test comment a thing without the app above."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from portal.comments import enums, targets, xtd
from portal.comments.models import Attachment, Observation, ObservationRevision, Report, Support
from portal.core.exceptions import NotReadable
from portal.core.models import Area, PrivateUpload
from tests.factories.core import UserFactory

KIND = "paragraph"
SCOPE = "consultation:1"
OPENS_AT = datetime(2000, 1, 1, tzinfo=UTC)
CLOSES_AT = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass
class TestPolicy:
    """A policy whose window, moderation and readers a test may change. Its rows are areas: any model would do."""

    __test__ = False

    opens_at: datetime = OPENS_AT
    closes_at: datetime = CLOSES_AT
    is_premoderated: bool = True
    readers: frozenset[str] = frozenset({"public"})
    known: dict[str, targets.Target] = field(default_factory=dict)

    def add(self, **changes: Any) -> targets.Target:
        """Return a new thing that may be commented."""
        target = replace(make_target(), is_premoderated=self.is_premoderated, closes_at=self.closes_at, **changes)
        self.known[target.identity] = target
        return target

    def resolve(self, identity: str, *, audience: frozenset[str]) -> targets.Target:
        """Return the target, for its readers.

        :raises NotReadable: it does not exist, or it is for others.
        """
        target = self.known.get(identity)
        if target is None or not (self.readers.intersection(audience) or "staff" in audience):
            raise NotReadable
        return replace(target, is_premoderated=self.is_premoderated, closes_at=self.closes_at)

    def check_gate(self, target: targets.Target, *, moment: datetime) -> None:
        """Let a write through in the window.

        :raises WindowClosed: out of it.
        """
        if not self.opens_at <= moment < self.closes_at:
            raise targets.WindowClosed(str(targets.CLOSED_MESSAGE))

    def content_type_model(self) -> type:
        """Return a model."""
        return Area


class Shelf:
    """What staff choose among: one consultation, with one section and one paragraph."""

    def __init__(self, target: targets.Target) -> None:
        self.target = target

    def scopes(self) -> list[tuple[str, str]]:
        """Return the consultation."""
        return [(SCOPE, "Piano sociale di zona")]

    def sections(self, scope: str) -> list[tuple[str, str]]:
        """Return the text and its section."""
        return [("text:1", "Tutto il testo"), (f"section:{self.target.section_identity}", "Trasporto")]

    def paragraphs(self, scope: str, section_identity: str) -> list[tuple[str, str]]:
        """Return the paragraph."""
        return [(f"paragraph:{self.target.identity}", "12. Il servizio di trasporto accompagna…")]


def make_target(**changes: Any) -> targets.Target:
    """Return a paragraph as a reader meets it."""
    target = targets.Target(
        kind=KIND,
        identity=str(uuid.uuid4()),
        section_identity=str(uuid.uuid4()),
        scope=SCOPE,
        label="Paragrafo 12 · Trasporto",
        quote="Il servizio di trasporto accompagna le persone tre giorni alla settimana.",
        version_number=1,
        url="/testi/piano/trasporto/#p-12",
        page_title="Piano sociale di zona",
        page_url="/testi/piano/",
        is_premoderated=True,
        notice=None,
        closes_at=CLOSES_AT,
    )
    return replace(target, **changes)


class ObservationFactory(factory.django.DjangoModelFactory):
    """A published first-level observation of a citizen.

    `target=` takes a `Target`; without it the fields `scope`, `target_kind`, `target_id`, `section_id` may be given.
    """

    class Meta:
        model = Observation
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    comment = factory.Sequence(lambda number: f"Il trasporto serve anche il sabato, dice la persona {number}.")
    state = enums.State.PUBLISHED
    kind = enums.Kind.OBSERVATION
    scope = SCOPE
    target_kind = KIND
    target_id = factory.LazyFunction(lambda: str(uuid.uuid4()))
    section_id = ""
    target_label = "Paragrafo 12 · Trasporto"
    version_number = 1
    quote = "Il servizio di trasporto accompagna le persone tre giorni alla settimana."
    display_name = "A. R."
    received_at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: type[Observation], *args: Any, **kwargs: Any) -> Observation:
        target = kwargs.pop("target", None)
        if target is not None:
            kwargs.update(_fields_of(target))
        kwargs.setdefault("key", uuid.uuid4().hex)
        kwargs.setdefault("receipt_code", uuid.uuid4().hex.upper())
        kwargs.setdefault("submit_date", kwargs["received_at"])
        if kwargs["state"] == enums.State.PUBLISHED:
            kwargs.setdefault("published_at", kwargs["received_at"])
        kwargs.setdefault("is_public", kwargs["state"] == enums.State.PUBLISHED)
        observation = Observation(**xtd.library_fields(model=Area, identity=kwargs["target_id"]), **kwargs)
        observation.save()
        _first_revision(observation)
        return observation


class ReplyFactory(ObservationFactory):
    """A published reply: `ReplyFactory(parent=observation)`."""

    comment = "Sono della stessa idea, e aggiungo la domenica."

    @classmethod
    def _create(cls, model_class: type[Observation], *args: Any, **kwargs: Any) -> Observation:
        parent: Observation = kwargs.pop("parent")
        for name in ("scope", "target_kind", "target_id", "section_id", "target_label", "version_number", "quote"):
            kwargs[name] = getattr(parent, name)
        return super()._create(model_class, *args, parent_id=parent.pk, **kwargs)


class SupportFactory(factory.django.DjangoModelFactory):
    """Somebody agrees."""

    class Meta:
        model = Support

    observation = factory.SubFactory(ObservationFactory)
    user = factory.SubFactory(UserFactory)


class ReportFactory(factory.django.DjangoModelFactory):
    """Somebody asks the moderators to look."""

    class Meta:
        model = Report

    observation = factory.SubFactory(ObservationFactory)
    user = factory.SubFactory(UserFactory)
    reason = enums.ReportReason.OFFENSIVE


class AttachmentFactory(factory.django.DjangoModelFactory):
    """A published file of an observation."""

    class Meta:
        model = Attachment

    observation = factory.SubFactory(ObservationFactory)
    upload = factory.LazyFunction(
        lambda: PrivateUpload.objects.create(
            file=ContentFile(b"%PDF-1.7\n%%EOF\n", name="turni.pdf"),
            name="turni.pdf",
            content_type="application/pdf",
            size=14,
            sha256="0" * 64,
        )
    )
    published_at = factory.LazyFunction(timezone.now)
    added_at = factory.LazyFunction(timezone.now)


def _fields_of(target: targets.Target) -> dict[str, Any]:
    return {
        "scope": target.scope,
        "target_kind": target.kind,
        "target_id": target.identity,
        "section_id": target.section_identity,
        "target_label": target.label,
        "version_number": target.version_number,
        "quote": target.quote,
        "notice": target.notice,
    }


def _first_revision(observation: Observation) -> None:
    waits = observation.state == enums.State.PENDING
    ObservationRevision.objects.create(
        observation=observation,
        number=1,
        text=observation.comment,
        state=enums.RevisionState.PENDING if waits else enums.RevisionState.APPROVED,
        created_at=observation.received_at,
    )
