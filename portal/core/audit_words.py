# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the deeds in the audit trail are called by people; apps name their own in `AppConfig.ready()`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import registry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

_labels: dict[str, StrOrPromise] = {}
_out_of_history: set[str] = set()


def name_actions(labels: Mapping[str, StrOrPromise], *, is_in_history: bool = True) -> None:
    """Say what actions are called (`{"comment.published": _("osservazione pubblicata")}`).

    A named action is also shown in Wagtail's history of its target, unless it is a deed of participants on things
    that have no page in the admin.
    """
    for action, label in labels.items():
        if is_in_history and action not in _labels:
            registry.register_action(action, label, label)
        if not is_in_history:
            _out_of_history.add(action)
        _labels[action] = label


def label_of(action: str) -> str:
    """Return the words for an action, or its own name where nobody said any."""
    return str(_labels.get(action, action))


def is_named(action: str) -> bool:
    """Return whether somebody said what the action is called, and Wagtail's history shows it."""
    return action in _labels and action not in _out_of_history


def choices() -> list[tuple[str, str]]:
    """Return every named action with its words, in the order of the words."""
    return sorted(((action, str(label)) for action, label in _labels.items()), key=lambda pair: pair[1])


OWN_ACTIONS = {
    "looking.began": _("comincia a guardare il sito come un'altra persona"),
    "looking.ended": _("smette di guardare il sito come un'altra persona"),
    "account.created": _("account creato"),
    "account.emptied": _("account svuotato"),
    "account.warned": _("avvisato che l'account sarà svuotato"),
    "account.exported": _("dati personali scaricati"),
    "account.changed": _("account modificato"),
    "account.email_changed": _("indirizzo e-mail cambiato"),
    "account.password_changed": _("password cambiata"),
    "account.second_factor_added": _("secondo fattore attivato"),
    "account.second_factor_removed": _("secondo fattore tolto"),
    "role.given": _("ruolo dato"),
    "role.taken": _("ruolo tolto"),
    "admin.created": _("creato nella gestione"),
    "admin.edited": _("modificato nella gestione"),
    "admin.deleted": _("eliminato nella gestione"),
    "audit.exported": _("registro delle azioni scaricato"),
}
