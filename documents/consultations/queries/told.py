# SPDX-License-Identifier: AGPL-3.0-or-later
"""What notices are about, asked again when they are read or sent."""

from __future__ import annotations

from documents.consultations.models import Consultation, WindowChange
from documents.consultations.queries.answers import PublicAnswer, published_answers
from documents.consultations.queries.outcomes import first_level
from portal.core.models import User


def announced_consultation(pk: object) -> Consultation | None:
    """Return a consultation that the public knows of."""
    return Consultation.objects.announced().filter(pk=pk).first() if isinstance(pk, int) else None


def own_answers(consultation: Consultation, person: User) -> list[PublicAnswer]:
    """Return the published answers to what a person said in a consultation, oldest first."""
    own = first_level(consultation).published().filter(user=person).values_list("pk", flat=True)
    answers = published_answers(own)
    return [answers[pk] for pk in sorted(answers)]


def own_codes(consultation: Consultation, person: User) -> set[str]:
    """Return the numbers of what a person said in a consultation and anyone may read."""
    return {one.code for one in first_level(consultation).published().filter(user=person)}


def window_change(pk: object) -> WindowChange | None:
    """Return the change of a closing."""
    rows = WindowChange.objects.select_related("window__consultation")
    return rows.filter(pk=pk).first() if isinstance(pk, int) else None
