# SPDX-License-Identifier: AGPL-3.0-or-later
"""What notices are about, asked again when they are read or sent."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from documents.consultations.models import Consultation, Following, VersionSection, WindowChange
from documents.consultations.queries.answers import PublicAnswer, published_answers
from documents.consultations.queries.outcomes import first_level
from portal.core.models import User

SALT = "documents.consultations.following"


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


def is_following(consultation: Consultation, person: User) -> bool:
    """Return whether a person follows a consultation."""
    return Following.objects.filter(consultation=consultation, person=person).exists()


def stop_url(consultation: Consultation, person: User) -> str:
    """Return the full address, for a mail, where one click stops following; it opens nothing else."""
    token = signing.dumps([consultation.pk, person.pk], salt=SALT)
    page = reverse("consultations:unfollow", args=[consultation.slug, token])
    return f"{settings.SITE_URL}{page}"


def follower_of(token: str, consultation: Consultation) -> User:
    """Return who a link to stop belongs to.

    :raises signing.BadSignature: it was not made by us, is for another consultation, or its owner is gone.
    """
    pk, person_pk = signing.loads(token, salt=SALT)
    person = User.objects.filter(pk=person_pk, is_active=True).first()
    if pk != consultation.pk or person is None:
        raise signing.BadSignature
    return person


def section_title(change: WindowChange) -> str:
    """Return the title of the section whose closing moved, if it was one section's."""
    if change.section_id is None:
        return ""
    rows = VersionSection.objects.filter(section_id=change.section_id).order_by("-version__number")
    return rows.values_list("title", flat=True).first() or ""


def window_change(pk: object) -> WindowChange | None:
    """Return the change of a closing."""
    rows = WindowChange.objects.select_related("window__consultation")
    return rows.filter(pk=pk).first() if isinstance(pk, int) else None
