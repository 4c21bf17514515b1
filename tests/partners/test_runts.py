# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading the public list of the RUNTS."""

import csv
import io
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from stdnum import luhn

from partners import queries
from partners.enums import ImportState, PartnerKind, RuntsSection
from partners.models import Partner, RuntsImport, RuntsRecord
from portal.core import roles
from portal.core.models import AuditEvent, PrivateUpload
from portal.core.worker import run_once
from tests.factories.core import StaffFactory
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db

ITALIAN = ["Codice fiscale", "Repertorio", "Denominazione", "Sezione (*)", "Cognome e nome legali rapp.", "Rete",
           "Comune sede legale", "Provincia sede legale", "5x1000", "Data iscrizione"]  # fmt: skip
BILINGUAL = ["Codice fiscale / Steuernummer", "Repertorio / Repertorium", "Denominazione / Bezeichnung",
             "Sezione / Sektion (*)", "Cognome e nome legali rapp. / Name der gesetzlichen Vertreter",
             "Rete / Netzwerk", "Comune sede legale / Gemeinde", "Provincia sede legale / Provinz",
             "5x1000 / 5 Promille", "Data iscrizione / Eintragungsdatum"]  # fmt: skip


def code(number):
    stem = f"{number:07d}042"
    return stem + luhn.calc_check_digit(stem)


def body(number, *, name=None, section="ASSOCIAZIONI DI PROMOZIONE SOCIALE", fiscal_code=None, network=""):
    return [fiscal_code or code(number), str(number), name or f"È società {number}", section, "ROSSI MARIA", network,
            "Roccalvana", "POTENZA", "SI", "07/11/2022"]  # fmt: skip


def written(path, rows, *, headings=ITALIAN, separator=";", encoding="utf-8"):
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows([headings, *rows])
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def read(path, **options):
    output = io.StringIO()
    call_command("import_runts", path, stdout=output, **options)
    return RuntsImport.objects.latest("pk"), output.getvalue()


# THREATS: 39
@pytest.mark.parametrize("headings", [ITALIAN, BILINGUAL])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_the_list_is_read_with_any_separator_heading_and_encoding(tmp_path, headings, separator, encoding):
    path = written(tmp_path / "l.csv", [body(1)], headings=headings, separator=separator, encoding=encoding)

    reading, _said = read(path)

    record = RuntsRecord.objects.get()
    assert (reading.new_count, reading.refused_count) == (1, 0)
    assert (record.fiscal_code, record.name, record.section) == (code(1), "È società 1", RuntsSection.APS)
    assert (record.registered_on, record.is_in_five_per_thousand, record.number) == (date(2022, 11, 7), True, "1")


def test_a_sheet_is_read_even_when_it_turned_codes_into_numbers(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "l.xlsx") as book:
        sheet = book.add_worksheet()
        for column, heading in enumerate(ITALIAN):
            sheet.write(0, column, heading)
        for column, cell in enumerate(body(1)):
            sheet.write(1, column, cell)
        sheet.write_number(1, 0, int(code(1)))
        sheet.write_datetime(1, 9, date(2022, 11, 7), book.add_format({"num_format": "dd/mm/yyyy"}))

    read(tmp_path / "l.xlsx")

    assert RuntsRecord.objects.values_list("fiscal_code", "registered_on").get() == (code(1), date(2022, 11, 7))


def test_who_represents_a_body_is_kept_nowhere(tmp_path):
    reading, said = read(written(tmp_path / "l.csv", [body(1), body(2, fiscal_code="RCCMNL83S18D969H")]))

    kept = str(RuntsRecord.objects.values().get()) + str(reading.report) + said
    assert "ROSSI" not in kept
    assert "RCCMNL83S18D969H" not in kept


# THREATS: 39
def test_rows_that_cannot_be_kept_are_told_by_number_and_the_others_kept(tmp_path):
    rows = [body(1), body(2, fiscal_code="123"), body(3, section="ENTI STRANI"), body(1), ["", "", ""], body(4)]

    reading, said = read(written(tmp_path / "l.csv", rows))

    assert [row["riga"] for row in reading.report["righe_non_lette"]] == [3, 4, 5]
    assert sorted(RuntsRecord.objects.values_list("fiscal_code", flat=True)) == sorted([code(1), code(4)])
    assert "riga 3" in said


def test_the_second_list_says_what_is_new_changed_and_gone_and_the_third_that_nothing_is(tmp_path):
    read(written(tmp_path / "a.csv", [body(number) for number in range(1, 11)]))
    rows = [body(1, name="NOME NUOVO"), *(body(number) for number in range(2, 10)), body(11)]

    second, _said = read(written(tmp_path / "b.csv", rows))
    third, _said = read(tmp_path / "b.csv")

    assert (second.new_count, second.changed_count, second.same_count, second.missing_count) == (1, 1, 8, 1)
    assert second.report["cambiati"][0]["campi"] == {"name": ["È società 1", "NOME NUOVO"]}
    assert second.report["non_piu_in_elenco"] == [{"codice": code(10), "nome": "È società 10"}]
    assert (third.new_count, third.changed_count, third.same_count, third.missing_count) == (0, 0, 10, 0)
    assert queries.runts_record(code(10)) is None
    assert queries.runts_record(f" {code(1)} ").name == "NOME NUOVO"


def test_a_trial_changes_nothing_and_says_the_same(tmp_path):
    PartnerFactory(fiscal_code=code(1))
    path = written(tmp_path / "a.csv", [body(1), body(2)])

    trial, said = read(path, dry_run=True)

    assert (trial.new_count, RuntsRecord.objects.count(), Partner.objects.get().runts_section) == (2, 0, "")
    assert "non ho cambiato nulla" in said


def test_a_piece_of_a_list_does_not_cancel_the_rest(tmp_path):
    read(written(tmp_path / "a.csv", [body(number) for number in range(1, 11)]))

    with pytest.raises(CommandError, match="sembra un pezzo solo"):
        read(written(tmp_path / "b.csv", [body(1)]))

    assert RuntsRecord.objects.listed().count() == 10
    forced, _said = read(tmp_path / "b.csv", force=True)
    assert forced.missing_count == 9


def test_only_a_network_stands_in_two_sections(tmp_path):
    rows = [body(1, section="RETI ASSOCIATIVE"), body(1, section="ASSOCIAZIONI DI PROMOZIONE SOCIALE")]

    read(written(tmp_path / "a.csv", rows))
    again, _said = read(tmp_path / "a.csv")

    record = RuntsRecord.objects.get()
    assert (record.section, record.is_network, again.same_count) == (RuntsSection.APS, True, 1)


def test_a_curated_card_is_never_overwritten_and_an_empty_one_is_filled(tmp_path):
    curated = PartnerFactory(name="Il Filo", fiscal_code=code(1), runts_section="ODV", runts_number="99", network="Mia")
    empty = PartnerFactory(name="È società 2", fiscal_code=code(2))
    school = PartnerFactory(name="Scuola", kind=PartnerKind.SCHOOL, fiscal_code=code(3))
    unknown = PartnerFactory(name="Sconosciuta", fiscal_code=code(9))

    reading, _said = read(written(tmp_path / "a.csv", [body(n, network="Rete X") for n in (1, 2, 3)]))

    for partner in (curated, empty, school):
        partner.refresh_from_db()
    assert (curated.name, curated.runts_section, curated.runts_number, curated.network) == (
        "Il Filo",
        "ODV",
        "99",
        "Mia",
    )
    assert (empty.runts_section, empty.runts_number, empty.network) == ("APS", "2", "Rete X")
    assert school.runts_section == ""
    register = reading.report["registro"]
    assert [row["nome"] for row in register["non_trovati"]] == [unknown.name]
    assert register["diversi"][0]["campi"]["name"] == ["Il Filo", "È società 1"]
    assert AuditEvent.objects.filter(action="partner.filled").count() == 1


def test_a_partner_that_leaves_the_list_is_told_as_cancelled(tmp_path):
    PartnerFactory(name="Partita", fiscal_code=code(1))
    read(written(tmp_path / "a.csv", [body(n) for n in range(1, 11)]))

    reading, said = read(written(tmp_path / "b.csv", [body(n) for n in range(2, 11)]))

    assert [row["nome"] for row in reading.report["registro"]["cancellati"]] == ["Partita"]
    assert "cancellati dal RUNTS: Partita" in said


@pytest.mark.parametrize("content", [b"", b"ciao\nmondo\n", b"a;b;c\n1;2;3\n", b"PK\x03\x04rotto", b"\xff\xfe\x00\x01"])
def test_what_is_not_the_list_is_refused_with_a_reason(tmp_path, content):
    path = tmp_path / "x.csv"
    path.write_bytes(content)

    with pytest.raises(CommandError):
        call_command("import_runts", path)

    assert RuntsRecord.objects.count() == 0


def test_the_office_hands_a_list_in_and_the_worker_reads_it(
    client, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.IS_DEMO = True
    roles.install()
    client.force_login(StaffFactory(roles=[roles.OFFICE]))
    content = written(tmp_path / "l.csv", [body(1)]).read_bytes()

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("runts_admin:add"), {"list_file": SimpleUploadedFile("elenco.csv", content)})
    run_once()

    reading = RuntsImport.objects.get()
    page = client.get(reverse("runts_admin:inspect", args=[reading.pk])).content.decode()
    assert (reading.state, reading.new_count, reading.file) == (ImportState.DONE, 1, None)
    assert PrivateUpload.objects.count() == 0
    assert "Enti nuovi" in page


def test_a_file_of_another_kind_is_refused_at_its_field(client, settings):
    settings.IS_DEMO = True
    roles.install()
    client.force_login(StaffFactory(roles=[roles.OFFICE]))

    response = client.post(reverse("runts_admin:add"), {"list_file": SimpleUploadedFile("e.csv", b"\x00\x01\x02\n")})

    assert list(response.context["form"].errors) == ["list_file"]
    assert RuntsImport.objects.count() == 0
