# SPDX-License-Identifier: AGPL-3.0-or-later
"""Categories: set by the office for each consultation, chosen by who writes, counted and filtered by everybody."""

import pytest
from django.urls import reverse

from documents.consultations.queries import report
from documents.consultations.queries.categories import category_choices
from documents.consultations.services import consultations as services
from portal.comments.models import Observation, WaitingObservation
from portal.core import roles
from tests.factories.comments import ObservationFactory
from tests.factories.consultations import ConsultationFactory
from tests.factories.core import StaffFactory, UserFactory
from tests.portal.comments.writing import form

pytestmark = pytest.mark.django_db

TWO = [("trasporto", "Trasporto"), ("costi", "Costi")]


@pytest.fixture
def consultation():
    """A consultation with two categories."""
    made = ConsultationFactory()
    services.save(consultation=made, questions=[], materials=[], categories=TWO, by=StaffFactory())
    return made


def write_url(consultation):
    return reverse("comments:write", args=["paragraph", str(consultation.version.paragraphs.first().paragraph_id)])


def edit_form(client, consultation, **changes):
    page = client.get(reverse("consultations_admin:edit", args=[consultation.pk]))
    values = {name: field.value() for name, field in ((one.html_name, one) for one in page.context["form"])}
    data = {name: value for name, value in values.items() if value not in (None, False)}
    return client.post(reverse("consultations_admin:edit", args=[consultation.pk]), {**data, **changes})


def test_who_writes_may_choose_one_and_it_is_kept_with_the_slug_only(client, consultation):
    client.force_login(UserFactory())

    client.post(write_url(consultation), form(category="costi"))

    assert Observation.objects.get().category == "costi"


def test_nobody_is_forced_to_choose_and_a_made_up_one_is_refused_at_the_field(client, consultation):
    client.force_login(UserFactory())

    refused = client.post(write_url(consultation), form(category="inventata"))
    client.post(write_url(consultation), form())

    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["category"])
    assert Observation.objects.get().category == ""


def test_the_choice_survives_the_code_by_mail(client, consultation):
    client.post(write_url(consultation), form(category="costi", email="ada@example.org"))

    assert WaitingObservation.objects.get().payload["draft"]["category"] == "costi"


def test_a_consultation_without_categories_does_not_ask(client):
    page = client.get(write_url(ConsultationFactory()))

    assert "category" not in page.context["form"].fields


def test_the_list_is_narrowed_and_the_report_counts_them(client, consultation):
    for category in ("costi", "costi", "trasporto", ""):
        ObservationFactory(scope=consultation.scope, category=category)

    page = client.get(reverse("consultations:observations", args=[consultation.slug]), {"categoria": "costi"})

    assert page.context["page"].paginator.count == 2
    counted = [(bar.key, bar.count) for bar in report.report(consultation).categories]
    assert counted == [("trasporto", 1), ("costi", 2), ("", 1)]


def test_the_office_adds_renames_and_orders_them(client, settings, consultation):
    settings.IS_DEMO = True
    client.force_login(StaffFactory(roles=[roles.OFFICE]))

    response = edit_form(
        client, consultation, **{"categoria-costi": "Quanto costa", "posto-costi": "1", "posto-trasporto": "2"},
        new_categories="Orari\n\n",
    )  # fmt: skip

    assert response.status_code == 302
    assert category_choices(consultation) == [
        ("costi", "Quanto costa"),
        ("trasporto", "Trasporto"),
        ("orari", "Orari"),
    ]


def test_one_that_somebody_chose_cannot_be_taken_away_nor_two_be_alike(client, settings, consultation):
    settings.IS_DEMO = True
    client.force_login(StaffFactory(roles=[roles.OFFICE]))
    ObservationFactory(scope=consultation.scope, category="costi")

    taken_away = edit_form(client, consultation, **{"categoria-costi": ""})
    alike = edit_form(client, consultation, new_categories="trasporto")

    assert list(taken_away.context["form"].errors) == ["categoria-costi"]
    assert list(alike.context["form"].errors) == ["new_categories"]
    assert category_choices(consultation) == TWO
