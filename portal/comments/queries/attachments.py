# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that came with observations, as whoever looks may have them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, prefetch_related_objects
from django.urls import reverse

from portal.comments.models import Attachment, HeldFile, Observation
from portal.comments.permissions import can_moderate, can_read
from portal.core.exceptions import NotReadable
from portal.core.prefetching import prefetch_if_any

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models import PrivateUpload, User


@dataclass(frozen=True, kw_only=True)
class FileLink:
    """A file as a list shows it."""

    name: str
    size: int
    kind: str  # how the name ends, in capitals: PDF
    url: str
    is_waiting: bool


def readable_attachment(
    observation_pk: int, pk: int, *, viewer: User | AnonymousUser
) -> tuple[Observation, PrivateUpload]:
    """Return a file of an observation: anyone what is published, its author and the moderators the rest.

    :raises NotReadable: there is none, or it is not for this visitor.
    """
    rows = Attachment.objects.filter(observation_id=observation_pk, pk=pk)
    found = rows.select_related("observation", "upload").first()
    if found is None or not can_read(viewer, found.observation):
        raise NotReadable
    if found.published_at is None and not _sees_what_waits(viewer, found.observation):
        raise NotReadable
    return found.observation, found.upload


def links_of(observation: Observation, *, viewer: User | AnonymousUser) -> tuple[FileLink, ...]:
    """Return the files of an observation that this visitor may open."""
    return links_for([observation], viewer=viewer).get(observation.pk, ())


def links_for(
    observations: Sequence[Observation], *, viewer: User | AnonymousUser
) -> Mapping[int, tuple[FileLink, ...]]:
    """Return the files of several observations by observation: one query; none if read with them."""
    prefetch_related_objects(list(observations), Prefetch("attachments", queryset=_with_uploads()))
    found: defaultdict[int, list[FileLink]] = defaultdict(list)
    for observation in observations:
        for one in observation.attachments.all():
            if one.published_at is not None or _sees_what_waits(viewer, observation):
                found[observation.pk].append(_link(one))
    return {pk: tuple(files) for pk, files in found.items()}


def read_with_files(rows: QuerySet[Observation]) -> list[Observation]:
    """Read observations so that `links_for` asks nothing more: one query, two where one of them has files."""
    found: list[Observation] = list(
        rows.annotate(has_files=Exists(Attachment.objects.filter(observation=OuterRef("pk"))))
    )
    prefetch_if_any(found, "attachments", _with_uploads(), flag="has_files")
    return found


def held_under(key: str) -> list[HeldFile]:
    """Return the files that are held for a text not yet sent."""
    return list(HeldFile.objects.filter(key=key).select_related("upload")) if key else []


def attached_to(observation: Observation) -> list[Attachment]:
    """Return the files of an observation, for its author."""
    return list(observation.attachments.select_related("upload"))


def names_by_observation(pks: Collection[int]) -> Mapping[int, list[str]]:
    """Return the names of the files of each observation, for its author's data."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = Attachment.objects.filter(observation_id__in=pks).order_by("pk")
    for pk, name in rows.values_list("observation_id", "upload__name"):
        found[pk].append(name)
    return found


def _with_uploads() -> QuerySet[Attachment]:
    return Attachment.objects.select_related("upload").order_by("pk")


def _sees_what_waits(viewer: User | AnonymousUser, observation: Observation) -> bool:
    if not viewer.is_authenticated:
        return False
    return observation.user_id == viewer.pk or can_moderate(viewer)


def _link(one: Attachment) -> FileLink:
    return FileLink(
        name=one.upload.name,
        size=one.upload.size,
        kind=one.upload.name.rpartition(".")[2].upper(),
        url=reverse("comments:attachment", args=[one.observation_id, one.pk]),
        is_waiting=one.published_at is None,
    )
