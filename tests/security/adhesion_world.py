# SPDX-License-Identifier: AGPL-3.0-or-later
"""One of everything of the adhesion, for `world.py`."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from partners import services as adhesion
from tests.factories.adhesion import CODES, PDF, CallFactory, sent, values
from tests.factories.seats import CollectiveSeatFactory, ExpertFactory, InvitationFactory, opened_round


def build(world: Any, say: Callable[..., str]) -> None:
    """Add a call, an application of the citizen, a collective seat being chosen, an invitation and an expert."""
    _applications(world, say)
    _seats(world, say)


def _applications(world: Any, say: Callable[..., str]) -> None:
    now, citizen = timezone.now(), world.people["citizen"]
    call = CallFactory(title=say("Avviso", 200), purpose=say("Insieme"), criteria=[say("Ha sede qui", 200)])
    said = {"name": say("Filo nuovo", 200), "what_it_does": say("Tesse", 1500), "applicant_name": say("Rosa", 120)}
    application = sent(call=call, user=citizen, **said)
    step = adhesion.ask(application=application, text=say("Manca"), days=9, by=world.people["office"], moment=now)
    file = adhesion.add_file(
        application=application, file=SimpleUploadedFile("statuto.pdf", PDF), by=citizen, moment=now
    )
    waiting = adhesion.start_waiting(
        call=call, values=values(CODES[1]), email="nuova@filo.example", key=uuid.uuid4().hex, moment=now, language="it"
    )
    world.things |= {
        "call": call, "application": application, "step": step, "application_file": file, "held_application": waiting,
    }  # fmt: skip


def _seats(world: Any, say: Callable[..., str]) -> None:
    now, office = timezone.now(), world.people["office"]
    seat = CollectiveSeatFactory(name=say("ETS fuori dal Forum", 200), partners=[world.partner_a, world.partner_b])
    designation = opened_round(seat, by=office, moment=now)
    adhesion.stand(
        designation=designation, partner=world.partner_b, by=world.people["delegate_b"], presentation=say("Ci sono"),
        is_name_public=False, moment=now,
    )  # fmt: skip
    invitation = InvitationFactory(partner=world.partner_b, invited_by=world.people["delegate_b"])
    expert = ExpertFactory(subject=say("Statistica", 200))
    world.things |= {"seat": seat, "designation": designation, "invitation": invitation, "expert": expert}
