# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the index owes: a row for every thing that changed, until it has been read again."""

from __future__ import annotations

from django.db import models


class Refresh(models.Model):
    """«This thing changed»: read it again and tell the index. Rows are added and deleted, never changed but to wait.

    `audience` is who could read the thing when it changed: until the row is gone, searches go by it.
    """

    # Note [No refresh is lost]
    # -------------------------
    # A thing may change again while it is being re-read. Every change adds a row of its own, and the worker
    # deletes the rows it has read by their ids, after the index has confirmed: a crash in between only means
    # doing the same work twice, and a row that came meanwhile stays.

    kind = models.CharField(max_length=40)
    thing = models.CharField(max_length=100)
    audience = models.JSONField(default=list)
    is_public = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    wait_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["is_public", "id"], name="refresh_restricted"),
            models.Index(fields=["wait_until", "id"], name="refresh_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.thing}"


class Rebuild(models.Model):
    """A rebuild under way: while its `beat_at` is fresh nobody drains, so that the new index misses nothing."""

    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"rebuild of {self.started_at:%Y-%m-%d %H:%M}"
