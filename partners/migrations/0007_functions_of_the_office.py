# SPDX-License-Identifier: AGPL-3.0-or-later
"""The functions that the Regolamento wants in the office (art. 7), as the office finds them the first day."""

from django.db import migrations

FUNCTIONS = (
    ("Coordinamento tecnico", "", 1),
    ("Programmazione, monitoraggio e valutazione", "D", 1),
    ("Gestione tecnica e amministrativa", "D", 2),
    ("Gestione tecnica e amministrativa", "C", 1),
    ("Segreteria", "C", 1),
)


def write(apps, schema_editor):
    """Write the functions, unless the office has its own."""
    functions = apps.get_model("partners", "StaffFunction")
    if functions.objects.exists():
        return
    for position, (name, category, minimum) in enumerate(FUNCTIONS):
        functions.objects.create(name=name, category=category, minimum=minimum, position=position)


def take_away(apps, schema_editor):
    """Take away those that nobody holds."""
    functions = apps.get_model("partners", "StaffFunction")
    for name, category, _minimum in FUNCTIONS:
        functions.objects.filter(name=name, category=category, positions=None).delete()


class Migration(migrations.Migration):
    dependencies = [("partners", "0006_invitations_experts_and_office")]

    operations = [migrations.RunPython(write, take_away)]
