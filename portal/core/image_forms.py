# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an editor says about a picture, in the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class SizedImageField(WagtailImageField):
    """A picture whose size is looked at before it is read: too big a one was not kept (`portal.core.bodies`)."""

    def to_python(self, data: Any) -> Any:
        """Return the picture.

        :raises ValidationError: it is too big, or no picture.
        """
        size = getattr(data, "size", 0) or 0
        if self.max_upload_size is not None and size > self.max_upload_size:
            shown = {"size": filesizeformat(size), "most": filesizeformat(self.max_upload_size)}
            told = _("L'immagine pesa %(size)s: al massimo %(most)s. Riducila, poi scegli di nuovo il file.")
            raise ValidationError(told % shown, code="file_too_large")
        return super().to_python(data)


class PortalImageForm(BaseImageForm):
    """The form of a picture; a file that is too big is refused at its field, with what was typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            old = self.fields["file"]
            self.fields["file"] = SizedImageField(label=old.label, required=old.required, widget=old.widget)
