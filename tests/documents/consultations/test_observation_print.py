# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Che fine ha fatto» on paper: one sheet."""

import pypdfium2
import pytest
from django.urls import reverse

from tests.documents.consultations.test_observation_page import answered, said
from tests.factories.consultations import ConsultationFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_an_observation_with_its_answer_fits_on_one_sheet(live_server, page, tmp_path):
    consultation = ConsultationFactory(is_closed=True)
    observation = said(consultation, comment="Il pulmino parte alle otto: chi fa i turni come fa? " * 4)
    answered(consultation, observation)

    page.goto(live_server.url + reverse("consultations:observation", args=[observation.code]))
    page.pdf(path=tmp_path / "osservazione.pdf", format="A4")

    assert len(pypdfium2.PdfDocument(tmp_path / "osservazione.pdf")) == 1
