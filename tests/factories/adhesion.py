# SPDX-License-Identifier: AGPL-3.0-or-later
"""Calls and applications for tests."""

import uuid
from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from partners import services
from partners.enums import ApplicantRole, PartnerKind
from partners.models import Application, Call, CallAttachment, CallCriterion
from tests.factories.core import AreaFactory, UserFactory

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
CODES = ("00127040764", "80002950766", "01234567897", "00743110157", "00000010215", "00488410010", "12345678903")


class CallFactory(DjangoModelFactory):
    """A published call, open since yesterday and without an end, with one criterion."""

    class Meta:
        model = Call
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Avviso di adesione {n}")
    slug = factory.Sequence(lambda n: f"avviso-{n}")
    purpose = "Lavorare insieme al Piano sociale."
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    is_published = True

    @factory.post_generation
    def criteria(self, create, extracted, **kwargs):
        for position, label in enumerate(extracted or ["Ha sede nel territorio"]):
            CallCriterion.objects.create(call=self, position=position, label=label)


class CallAttachmentFactory(DjangoModelFactory):
    """A document that a call wants."""

    class Meta:
        model = CallAttachment

    call = factory.SubFactory(CallFactory)
    label = "Statuto"


def values(code=CODES[0], **fields):
    """Return what a person types in an application, as a draft keeps it."""
    return {
        "fiscal_code": code,
        "name": "Il Filo di Lana",
        "kind": PartnerKind.ETS,
        "municipality": "Roccalvana",
        "areas": [AreaFactory(slug="anziani")],
        "what_it_does": "Tesse il martedì.",
        "email": "filo@filo.example",
        "applicant_name": "Rosa Pace",
        "applicant_role": ApplicantRole.LEGAL_REPRESENTATIVE,
        "has_declared": True,
        **fields,
    }


def typed(code=CODES[0], **fields):
    """Return the same as a browser posts it."""
    written = {name: value for name, value in values(code).items() if name not in {"areas", "has_declared"}}
    chosen = {"areas": [AreaFactory(slug="anziani").pk], "has_declared": "on", "delegate": "io"}
    return {"key": str(uuid.uuid4()), **written, **chosen, **fields}


def sent(call=None, user=None, code=CODES[0], moment=None, **fields) -> Application:
    """Return an application that the office received."""
    moment = moment or timezone.now()
    user = user or UserFactory()
    call = call or CallFactory(opens_at=moment - timedelta(days=2))
    draft = services.save_draft(call=call, by=user, values=values(code, **fields), moment=moment)
    return services.submit(application=draft, by=user, moment=moment)
