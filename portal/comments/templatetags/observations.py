# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the templates of observations need."""

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from portal.comments.queries import Extra

register = template.Library()


@register.simple_tag
def render_extra(extra: Extra) -> SafeString:
    """Draw the piece that an app above puts under an observation."""
    return mark_safe(get_template(extra.template).render(dict(extra.context)))  # noqa: S308 -- a template escapes
