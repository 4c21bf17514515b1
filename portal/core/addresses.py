# SPDX-License-Identifier: AGPL-3.0-or-later
"""One way of writing an e-mail address, so that one mailbox is one account."""

import unicodedata


def normalised(email: str) -> str:
    """Return the address in lower case and in one Unicode form (NFKC), without spaces around.

    Look-alikes that a database would fold (a dotless «ı», a full-width «ａ») become what a person reads, so that
    an account cannot be taken by an address that only seems equal.
    """
    return unicodedata.normalize("NFKC", email).strip().casefold()
