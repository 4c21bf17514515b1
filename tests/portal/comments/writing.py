# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a browser sends, and how a code is read from the mail."""

import re
import uuid

from django.urls import reverse

from portal.notifications.models import OutgoingMail

TEXT = "Il trasporto serve anche il sabato e la domenica."


def form(**changes):
    """Return the fields of the page for writing, filled in."""
    data = {
        "key": uuid.uuid4().hex,
        "text": TEXT,
        "kind": "QUESTION",
        "name_choice": "INITIALS",
        "name": "Ada Rossi",
        "capacity": "",
        "step": "invia",
    }
    return {**data, **changes}


def write_url(target):
    """Return the page for writing about a thing."""
    return reverse("comments:write", args=[target.kind, target.identity])


def code_for(email):
    """Return the code in the last mail for this address."""
    mail = OutgoingMail.objects.filter(to=email, is_secret=True).order_by("pk").last()
    return re.search(r"^\s*(\d{6})\s*$", mail.text, re.MULTILINE).group(1)


def link_for(email):
    """Return the path in the last mail for this address."""
    mail = OutgoingMail.objects.filter(to=email, is_secret=True).order_by("pk").last()
    return re.search(r"https://portale\.example(/\S+)", mail.text).group(1)
