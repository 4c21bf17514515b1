# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where files that only some may open are kept."""

from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """A folder outside the public tree: its files have no address, only views that ask who looks."""

    def url(self, name: str | None) -> str:
        """Refuse.

        :raises ValueError: always: such a file has no address.
        """
        raise ValueError("This file is not accessible via a URL.")
