# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guiding questions stand where people write."""

from __future__ import annotations

import pytest

from documents.consultations.models import GuidingQuestion
from portal.comments import targets
from portal.core.audiences import EVERYBODY
from tests.factories.consultations import ConsultationFactory

pytestmark = pytest.mark.django_db


def test_the_question_of_a_section_stands_above_the_box_of_its_paragraphs(client):
    consultation = ConsultationFactory()
    section = consultation.version.sections.order_by("position")[0]
    paragraph = section.paragraphs.filter(is_heading=False)[0]
    GuidingQuestion.objects.create(consultation=consultation, question="Che cosa manca?")
    GuidingQuestion.objects.create(consultation=consultation, section=section.section, question="Quali orari servono?")

    target = targets.resolve("paragraph", str(paragraph.paragraph_id), audience=EVERYBODY)
    page = client.get(f"/osserva/paragrafo/{paragraph.paragraph_id}/").content.decode()

    assert target.questions == ("Quali orari servono?",)
    assert "Quali orari servono?" in page
