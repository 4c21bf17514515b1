# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demo accounts: one for each kind of person, told to whoever starts the demo."""

from __future__ import annotations

from portal.demo import contents

PASSWORD = "prova-il-portale-2027"  # noqa: S105 -- written on purpose where everybody reads it


def lines_for_terminal() -> list[str]:
    """Return what `make run` prints of the demo accounts: the address, who it is, and the one password."""
    shown = [person for person in contents.rows("people", "person") if "account" in person]
    width = max(len(person["email"]) for person in shown)
    lines = ["Persone del sito dimostrativo (si entra con la password, o con il codice per e-mail):"]
    lines += [f"  {person['email']:<{width}}  {person['account']}" for person in shown]
    lines += [f"  password per tutte: {PASSWORD}", "  i codici per e-mail si leggono su /posta-dimostrativa/"]
    return lines
