# SPDX-License-Identifier: AGPL-3.0-or-later
"""What import-linter does not see: keys by name, templates, the order of the apps."""

import re

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, ManyToManyField

from tests.architecture import sources

OURS = tuple(f"{name}" for name in sources.PACKAGES)


def _our_apps():
    return [config for config in apps.get_app_configs() if config.name.split(".")[0] in OURS]


def test_every_package_is_on_a_floor_and_every_app_is_installed():
    packages = {sources.package_of(path) for path in sources.files("apps.py")}
    installed = {config.module.__name__ for config in _our_apps()}
    on_a_floor = {name for floor in sources.floors() for name in floor}

    assert packages - installed == set()
    assert packages - on_a_floor == set()


def test_apps_are_listed_from_the_highest_floor_to_the_lowest():
    names = [name for name in settings.INSTALLED_APPS if name in {config.module.__name__ for config in _our_apps()}]

    assert [sources.floor_of(name) for name in names] == sorted(
        (sources.floor_of(name) for name in names), reverse=True
    )


def test_no_key_points_up():
    pointing_up = []
    for config in _our_apps():
        for model in config.get_models():
            for field in model._meta.get_fields():
                if not isinstance(field, ForeignKey | ManyToManyField) or field.model is not model:
                    continue
                target = field.related_model._meta.app_config.module.__name__
                if target.split(".")[0] in OURS and target != config.module.__name__:
                    mine, theirs = sources.floor_of(config.module.__name__), sources.floor_of(target)
                    if theirs >= mine:
                        pointing_up.append(f"{model.__name__}.{field.name} → {target}")

    assert pointing_up == []


def _template_owners():
    owners = {}
    for path in sources.files(".html"):
        if "templates" in path.parts:
            name = "/".join(path.parts[path.parts.index("templates") + 1 :])
            owners.setdefault(name, []).append(sources.package_of(path))
    return owners


@pytest.mark.parametrize(
    "path", [path for path in sources.files(".html") if "templates" in path.parts], ids=sources.shown
)
def test_a_template_leans_only_on_its_own_floor_or_lower(path):
    owners = _template_owners()
    mine = sources.package_of(path)
    named = re.findall(r"""\{%\s*(?:extends|include)\s+["']([^"']+)["']""", path.read_text())

    higher = [
        name
        for name in named
        for owner in owners.get(name, [])[:1]
        if owner != mine and sources.floor_of(owner) >= sources.floor_of(mine)
    ]

    assert higher == []
