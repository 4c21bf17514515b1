# SPDX-License-Identifier: AGPL-3.0-or-later
"""The only module that touches comments-xtd. Its traps are listed in `docs/adr/`; here they are disarmed."""

from django_comments_xtd.models import XtdComment

__all__ = ["XtdComment"]
