# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file of the library."""

from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument


class Document(AbstractDocument):
    """A file that people may read, with what it is, whose it is and who may open it."""

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("documento")
        verbose_name_plural = _("documenti")
