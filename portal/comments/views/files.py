# SPDX-License-Identifier: AGPL-3.0-or-later
"""Handing in files with a text, and giving them to whoever may have them."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.comments.forms.fields import KeyField
from portal.comments.forms.files import FilesForm
from portal.comments.models import Observation
from portal.comments.queries.attachments import attached_to, held_under, readable_attachment
from portal.comments.services import attachments
from portal.comments.services.revisions import files_key
from portal.core import limits, uploads
from portal.core.http import PortalRequest, SignedInRequest


@require_safe
def attachment(request: PortalRequest, pk: int, attachment_pk: int) -> HttpResponseBase:
    """Give a file of an observation, to be opened outside the page and kept by nobody.

    :raises NotReadable: there is none, or it is not for this visitor.
    """
    _observation, upload = readable_attachment(pk, attachment_pk, viewer=request.user)
    return uploads.as_download(upload)


def files_of(request: PortalRequest) -> FilesForm:
    """Keep the files that were handed in with this post, drop those unticked; return the form to show.

    Its errors say what could not be taken. Nothing is kept for a form whose key is not one of ours.

    :raises limits.TooMany: too many files from this address.
    """
    key = key_of(request)
    posted = FilesForm(request.POST, request.FILES, there=held_under(key))
    refused: list[str] = []
    if key and posted.removed:
        attachments.drop(key=key, pks=posted.removed)
    if key and posted.chosen:
        limits.consume(request, "attachment.held")
        by = request.user if request.user.is_authenticated else None
        try:
            attachments.hold(key=key, files=posted.chosen, by=by, moment=timezone.now())
        except attachments.FilesRefused as error:
            refused = error.messages
    return told(FilesForm({} if refused else None, there=held_under(key)), refused)


def hold_for(request: SignedInRequest, observation: Observation, form: FilesForm) -> None:
    """Keep the files that were handed in with new words of an observation; the form's errors say what was not taken.

    :raises limits.TooMany: too many files from this address.
    """
    if not form.chosen:
        return
    limits.consume(request, "attachment.held")
    left = [one for one in attached_to(observation) if one.pk not in form.removed]
    try:
        attachments.hold(
            key=files_key(observation), files=form.chosen, by=request.user, moment=timezone.now(), already=len(left)
        )
    except attachments.FilesRefused as error:
        told(form, error.messages)


def shown_files(request: PortalRequest) -> FilesForm:
    """Return the form with what is already held for this text."""
    return FilesForm(there=held_under(key_of(request)))


def told(form: FilesForm, refused: Sequence[str]) -> FilesForm:
    """Return the form with the refusals at the field."""
    for message in refused:
        form.add_error("attached", message)
    return form


def key_of(request: PortalRequest) -> str:
    """Return the key of the form that was posted; nothing if it is not one of ours."""
    try:
        return str(KeyField().clean(request.POST.get("key", "")))
    except ValidationError:
        return ""
