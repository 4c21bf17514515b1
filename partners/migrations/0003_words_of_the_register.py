# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first words of the two lists that each office then keeps as it needs them."""

from django.db import migrations

TARGETS = (
    ("bambini-e-ragazzi", "Bambini e ragazzi"),
    ("giovani", "Giovani"),
    ("adulti", "Adulti"),
    ("donne", "Donne"),
    ("anziani", "Persone anziane"),
    ("famiglie", "Famiglie"),
    ("caregiver", "Chi assiste un familiare"),
    ("persone-con-disabilita", "Persone con disabilità"),
    ("salute-mentale", "Persone con disagio psichico"),
    ("dipendenze", "Persone con dipendenze"),
    ("senza-dimora", "Persone senza dimora"),
    ("migranti", "Persone migranti e rifugiate"),
    ("poverta", "Persone in povertà"),
    ("organizzazioni", "Organizzazioni e operatori"),
)
SERVICES = (
    ("sportello", "Ascolto, informazione e orientamento"),
    ("servizio-sociale", "Servizio sociale professionale"),
    ("assistenza-domiciliare", "Assistenza domiciliare"),
    ("centro-diurno", "Centro diurno"),
    ("residenza", "Residenza o comunità"),
    ("dopo-di-noi", "Dopo di noi e vita indipendente"),
    ("sollievo", "Sollievo a chi assiste un familiare"),
    ("educativa", "Educativa e sostegno scolastico"),
    ("sostegno-alle-famiglie", "Sostegno alle famiglie e affido"),
    ("pronto-intervento", "Pronto intervento sociale"),
    ("mensa-e-beni", "Mensa, pacchi e beni di prima necessità"),
    ("abitare", "Casa e accoglienza"),
    ("lavoro", "Inserimento nel lavoro"),
    ("trasporto", "Trasporto e accompagnamento"),
    ("sanita", "Servizi sanitari e dimissioni protette"),
    ("socialita", "Socialità, sport e tempo libero"),
    ("formazione", "Formazione"),
)


def write(apps, schema_editor):
    for name, rows in (("TargetGroup", TARGETS), ("ServiceType", SERVICES)):
        model = apps.get_model("partners", name)
        for position, (slug, label) in enumerate(rows):
            model.objects.get_or_create(slug=slug, defaults={"name": label, "position": position})


def erase(apps, schema_editor):
    apps.get_model("partners", "TargetGroup").objects.filter(
        slug__in=[slug for slug, _label in TARGETS], partner_links=None
    ).delete()
    apps.get_model("partners", "ServiceType").objects.filter(
        slug__in=[slug for slug, _label in SERVICES], services=None
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_fields_of_the_register")]

    operations = [migrations.RunPython(write, erase)]
