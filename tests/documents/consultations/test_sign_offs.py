# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sections called socio-sanitarie: no proposal without the signature on exactly their words."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.consultations.models import SectionPage, SignOff, SignOffRequest
from documents.consultations.queries import obstacles, sign_offs
from documents.consultations.services import publication
from documents.consultations.services import sign_offs as services
from partners.enums import PartnerKind
from portal.core import roles
from portal.notifications.models import Notification
from tests.factories.consultations import ConsultationFactory
from tests.factories.consultations_drafts import blocks_of, coordinator, edit, imported, pages_of, published
from tests.factories.core import StaffFactory, UserFactory
from tests.factories.files import pdf, upload
from tests.factories.partners import MandateFactory, PartnerFactory

pytestmark = pytest.mark.django_db

REMARKS = "Mancano gli accordi con i medici di famiglia."


def referent():
    return StaffFactory(roles=[roles.HEALTH_REFERENT])


def flag(page):
    """Tick «socio-sanitaria» in the editor and declare the section ready."""
    page = page.get_latest_revision_as_object()
    page.needs_sign_off = True
    page.save_revision().publish()
    return SectionPage.objects.get(pk=page.pk)


@pytest.fixture
def consultation():
    """A closed consultation on a text whose first section needs a signature."""
    text = imported()
    version = published(text)
    made = ConsultationFactory(text=text, version=version, is_closed=True)
    flag(pages_of(text)[0])
    return made


def waiting(consultation):
    return sign_offs.standing(consultation.text)[0]


def sign(found, by=None):
    return services.sign(section_pk=found.section.pk, digest=found.digest, by=by or referent(), moment=timezone.now())


def publish(consultation):
    return publication.publish_proposal(consultation=consultation, by=coordinator(), moment=timezone.now())


def kinds(consultation):
    return [one.kind.value for one in obstacles.obstacles(consultation, moment=timezone.now())]


def test_a_ready_section_asks_the_referents_once():
    text = imported()
    by_role = referent()
    by_mandate = MandateFactory(partner=PartnerFactory(kind=PartnerKind.HEALTH_AUTHORITY), can_sign=True).user
    other = MandateFactory(can_sign=True).user

    page = flag(pages_of(text)[0])
    page.get_latest_revision_as_object().save_revision().publish()

    told = Notification.objects.filter(event="sign_off.asked").values_list("recipient_id", flat=True)
    assert sorted(told) == sorted([by_role.pk, by_mandate.pk])
    assert other.pk not in told
    assert SignOffRequest.objects.count() == 1


def test_the_proposal_is_refused_until_the_section_is_signed(consultation):
    assert kinds(consultation) == ["senza-firma"]
    with pytest.raises(publication.NotReady):
        publish(consultation)

    sign(waiting(consultation))

    assert kinds(consultation) == []
    assert publish(consultation) == consultation.version


def test_a_signature_is_void_when_the_words_change(consultation):
    found = waiting(consultation)
    sign(found)
    page = pages_of(consultation.text)[0]
    blocks = [(kind, value, pk) for kind, value, pk in blocks_of(page)]
    edit(page, (blocks[0][0], "<p>La popolazione invecchia molto.</p>", blocks[0][2]), *blocks[1:])

    now = waiting(consultation)

    assert (found.digest != now.digest, now.is_settled) == (True, False)
    with pytest.raises(services.WordsChanged):
        sign(found)


def test_only_the_referent_signs(consultation):
    found = waiting(consultation)

    for person in (UserFactory(), coordinator(), MandateFactory(can_sign=True).user):
        with pytest.raises(services.NotAllowed):
            sign(found, by=person)
    sign(found)
    with pytest.raises(services.AlreadySettled):
        sign(found)
    assert SignOff.objects.count() == 1


def test_given_back_with_remarks_it_stays_in_the_way_and_remarks_stay_in_the_office(consultation):
    found = waiting(consultation)

    services.give_back(
        section_pk=found.section.pk, digest=found.digest, remarks=REMARKS, by=referent(), moment=timezone.now()
    )

    row = consultation.version.sections.get(section=found.section)
    assert kinds(consultation) == ["senza-firma"]
    assert waiting(consultation).last.words == REMARKS
    assert sign_offs.public_decisions(row) == []


def test_a_note_on_paper_is_recorded_with_number_date_and_file(consultation, client, settings):
    settings.IS_DEMO = True
    client.force_login(StaffFactory(roles=[roles.OFFICE]))
    found = waiting(consultation)
    url = reverse("texts_admin:sign_offs", args=[consultation.text_id])
    data = {"section": found.section.pk, "digest": found.digest, "number": "ASP 123/2026", "day": "2026-03-01"}

    bad = client.post(url, {**data, "file": upload("nota.pdf", b"<svg/>")})
    good = client.post(url, {**data, "file": upload("nota.pdf", pdf())})

    made = SignOff.objects.get()
    assert (bad.status_code, good.status_code) == (422, 302)
    assert (made.act_number, made.act_date, made.file.name) == ("ASP 123/2026", date(2026, 3, 1), "nota.pdf")


def test_silence_is_recorded_once_after_the_term_and_only_then_passed_over_with_a_public_reason(consultation):
    found = waiting(consultation)
    after = timezone.now() + timedelta(days=32)

    def go_on():
        services.override(
            section_pk=found.section.pk, digest=found.digest, reason=REMARKS, by=coordinator(), moment=after
        )

    with pytest.raises(services.NotSilent):
        go_on()
    recorded = [services.record_silence(moment) for moment in (timezone.now(), after, after)]
    go_on()

    assert recorded == [0, 1, 0]
    version = publish(consultation)
    page = Client().get(reverse("consultations:version", args=[consultation.text.slug, version.number]))
    assert REMARKS in page.content.decode()


# THREATS: 1
def test_the_pages_are_for_the_referent_alone(client, consultation):
    found = waiting(consultation)
    listed, one = reverse("consultations:sign_offs"), reverse("consultations:sign_off", args=[found.section.pk])
    client.force_login(UserFactory())
    refused = [client.get(listed).status_code, client.get(one).status_code, client.post(one).status_code]
    client.force_login(MandateFactory(partner=PartnerFactory(kind=PartnerKind.HEALTH_AUTHORITY), can_sign=True).user)

    page = client.get(one).content.decode()
    short = client.post(one, {"digest": found.digest, "remarks": "no"})
    stale = client.post(one, {"digest": "0" * 64, "azione": "firma"})
    signed = client.post(one, {"digest": found.digest, "azione": "firma"})

    assert refused == [404, 404, 404]
    assert "La popolazione invecchia." in page
    assert (short.status_code, stale.status_code, signed.status_code) == (422, 409, 302)
    assert waiting(consultation).is_settled


def test_readers_see_who_signed_and_when(client, consultation):
    sign(waiting(consultation))
    version = publish(consultation)
    slug = version.sections.get(section__needs_sign_off=True).slug

    page = client.get(reverse("consultations:section", args=[consultation.text.slug, slug])).content.decode()

    assert "Firmata: Referente del Distretto della Salute" in page


def test_the_list_of_texts_leads_to_the_signatures_of_those_that_need_them(client, consultation, settings):
    settings.IS_DEMO = True
    other = imported("# Altro testo\n\n## Uno\n\nParole.\n")
    client.force_login(coordinator())

    page = client.get(reverse("texts_admin:list")).content.decode()

    assert [reverse("texts_admin:sign_offs", args=[text.pk]) in page for text in (consultation.text, other)] == [
        True,
        False,
    ]
