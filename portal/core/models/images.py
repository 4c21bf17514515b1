# SPDX-License-Identifier: AGPL-3.0-or-later
"""Public pictures; a restricted picture is a document."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition


class PortalImage(AbstractImage):
    """A picture that anyone may see."""

    credit = models.CharField(_("autore e licenza"), max_length=250, blank=True)

    admin_form_fields = (
        "title", "file", "description", "credit", "collection", "tags",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip

    class Meta(AbstractImage.Meta):
        verbose_name = _("immagine")
        verbose_name_plural = _("immagini")


class PortalRendition(AbstractRendition):
    """A picture in a size that a page asked for."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="rendition_once")
        ]
