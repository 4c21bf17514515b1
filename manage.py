#!/usr/bin/env python
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Run an administrative command of the portal."""

import os
import sys


def main() -> None:
    """Run the command named on the command line, with the `dev` settings unless told otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as fault:
        sys.exit(str(fault))


if __name__ == "__main__":
    main()
