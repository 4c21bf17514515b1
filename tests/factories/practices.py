# SPDX-License-Identifier: AGPL-3.0-or-later
"""Good practices for tests."""

import factory
from factory.django import DjangoModelFactory

from documents.practices.models import Practice


class PracticeFactory(DjangoModelFactory):
    """A published practice of nobody in particular."""

    class Meta:
        model = Practice

    title = factory.Sequence(lambda n: f"Esperienza numero {n}")
    slug = factory.Sequence(lambda n: f"esperienza-{n}")
    problem = "Chi fa i turni non arrivava alla fermata."
    activities = "Una navetta parte alle sei e mezza."
    is_published = True
