# SPDX-License-Identifier: AGPL-3.0-or-later
"""`LOGGING`: one line for each record, whatever a stranger put into a path or a name."""

from typing import Any


def logging_config(*, level: str, is_json: bool) -> dict[str, Any]:
    """Return the setting: JSON for machines in production, short lines for people elsewhere, on standard error."""
    formatter = "portal.core.logs.json_formatter" if is_json else "portal.core.logs.plain_formatter"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            "django_tasks": {"level": "WARNING"},
            "django_tasks_db": {"level": "WARNING"},
            "elastic_transport": {"level": "WARNING"},
        },
    }
