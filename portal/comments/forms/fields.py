# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fields that take words as we keep them."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.comments import words

LONGEST_TEXT = 10_000


class WordsField(forms.CharField):
    """A text of some lines, cleaned before it is measured: a line break counts one."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Return the cleaned text."""
        return words.clean_text(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave `maxlength` out: browsers cut without a word what is pasted."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        attrs.pop("minlength", None)
        return attrs


class LineField(forms.CharField):
    """A text on one line."""

    def to_python(self, value: Any) -> str:
        """Return the cleaned line."""
        return words.clean_line(super().to_python(value) or "")


class KeyField(forms.CharField):
    """The key minted for this form: the same form sent twice is one observation."""

    widget = forms.HiddenInput
    default_error_messages = {"required": _("Il modulo non è completo: aprilo di nuovo.")}

    def to_python(self, value: Any) -> str:
        """Return the key in one form.

        :raises ValidationError: it is not a key of ours.
        """
        try:
            return uuid.UUID(str(value)).hex if value else ""
        except ValueError as error:
            raise ValidationError(self.error_messages["required"], code="required") from error


def new_key() -> str:
    """Return a key for a form that is about to be shown."""
    return uuid.uuid4().hex
