# SPDX-License-Identifier: AGPL-3.0-or-later
"""To whom contributions are given, and what colleagues should know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.models import User


class AssignForm(forms.Form):
    """A colleague who prepares answers, or nobody."""

    a = forms.ChoiceField(
        label=_("A chi"), required=False, help_text=_("Chi la riceve trova l'elenco tra le cose da fare, e un avviso.")
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(one.pk): one for one in people}
        field = self.fields["a"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", _("a nessuno in particolare")),
                *((pk, _name(one)) for pk, one in self._people.items()),
            ]

    @property
    def chosen(self) -> User | None:
        """The colleague, if one was chosen."""
        return self._people.get(self.cleaned_data["a"])


def _name(person: User) -> str:
    return person.get_full_name() or person.email
