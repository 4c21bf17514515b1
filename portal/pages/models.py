# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages that the office writes: the home page and the standing pages (privacy, legal notes, help)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from portal.pages import queries
from portal.pages.blocks import StandingBody


class HomePage(Page):
    """The first page: what is open now, what came of the last consultation, what comes next."""

    welcome = RichTextField(
        _("presentazione"),
        blank=True,
        features=["bold", "italic", "link"],
        help_text=_("Due o tre frasi per chi arriva la prima volta: che cos'è questo posto e che cosa può fare."),
    )

    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("welcome")]
    template = "pages/home_page.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["pages.StandingPage"]

    class Meta:
        verbose_name = _("pagina iniziale")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what the template needs, read for this visitor at this moment."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        audience: frozenset[str] = getattr(request, "audience", queries.EVERYBODY)
        context["home"] = queries.home_content(audience=audience, moment=timezone.now())
        return context


class StandingPage(Page):
    """A page that says the same for a long time: privacy, legal notes, accessibility, questions, help."""

    lead = models.CharField(
        _("una frase"), max_length=250, blank=True, help_text=_("Che cosa si può fare o sapere qui, in una frase.")
    )
    body = StreamField(StandingBody(), verbose_name=_("contenuto"), blank=True)

    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    template = "pages/standing_page.html"
    parent_page_types: ClassVar[list[str]] = ["pages.HomePage", "pages.StandingPage"]
    subpage_types: ClassVar[list[str]] = ["pages.StandingPage"]

    class Meta:
        verbose_name = _("pagina fissa")
        verbose_name_plural = _("pagine fisse")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what the template needs, with the way back to the home page."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["breadcrumbs"] = queries.way_to(self)
        context["updated_at"] = self.last_published_at
        return context
