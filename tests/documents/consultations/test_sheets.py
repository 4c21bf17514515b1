# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers in a table: out and back without a loss, one wrong row refuses all, nothing is ever published by it."""

import csv
import io
import tracemalloc
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from documents.consultations.enums import OutcomeKind
from documents.consultations.exports import answer_sheet
from documents.consultations.forms.answer_sheet import read
from documents.consultations.models import AnswerSheet, Outcome
from documents.consultations.services import outcomes, sheets
from portal.core import roles, spreadsheets
from portal.core.spreadsheet_reading import rows_of
from portal.core.spreadsheets import bare_cell, csv_lines, guarded_cell
from tests.documents.consultations.test_outcomes_admin import (  # noqa: F401 -- fixtures
    _without_second_factor,
    consultation,
    consultation_once,
    said,
    sign_in,
    url,
)
from tests.factories.consultations import MOTIVATION, OutcomeFactory
from tests.factories.core import StaffFactory

pytestmark = pytest.mark.django_db
HARD = "=1+1; \"due\"\n'tre'\r\nperché sì, con i motivi di tutti"


def table_of(client, consultation, ending):  # noqa: F811
    response = client.get(url(f"sheet_{ending}", consultation))
    return b"".join(response.streaming_content)


def filled(body, **cells):
    """Return a table taken out with these cells of its first row written anew, as CSV, and its rows."""
    heading, *rows = list(rows_of(body))
    for name, value in cells.items():
        rows[0][heading.index(name)] = value
    return "".join(csv_lines(heading, rows, cell=guarded_cell)).encode(), rows


def send(client, consultation, body, name="risposte.csv"):  # noqa: F811
    return client.post(url("sheet", consultation), {"file": SimpleUploadedFile(name, body)})


# THREATS: 38
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r")))
def test_a_guarded_cell_gives_back_exactly_its_text_and_is_never_a_formula(text):
    guarded = guarded_cell(text)

    assert bare_cell(guarded) == text
    assert not guarded.lstrip(" \u00a0").startswith(spreadsheets.STARTS_A_FORMULA)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_out_and_back_nothing_changes_and_nothing_is_lost(client, consultation, ending):  # noqa: F811
    twin = consultation.version.paragraphs.get(number=3)
    answer = outcomes.Answer(
        kind=OutcomeKind.ACCEPTED,
        motivation=HARD,
        office="=Ufficio",
        paragraph_ids=frozenset({twin.paragraph_id}),
        promise=outcomes.Promise(what="-un pulmino", who="@mobilità", due_date=date(2027, 3, 1)),
    )
    first, published = said(consultation, comment="+39 è un numero"), said(consultation)
    said(consultation)
    OutcomeFactory(observation=published, is_published=True)
    outcomes.prepare(
        consultation=consultation,
        seen={first.pk: outcomes.Seen(revision=1, edition=0)},
        answer=answer,
        by=StaffFactory(),
        moment=timezone.now(),
    )
    sign_in(client, roles.OFFICE)

    body = table_of(client, consultation, ending)
    found = read(consultation, body)

    rows = list(rows_of(body))
    assert (found.unchanged, found.changes, found.problems) == (3, [], [])
    assert rows[0] == answer_sheet.heading()
    assert rows[1][0] == f"{first.code}/1/1"
    assert rows[1][6:] == [
        "", "+39 è un numero", "", "preparata", "accolta", HARD.replace("\r\n", "\n"), "3", "-un pulmino", "@mobilità",
        "01/03/2027", "", "=Ufficio", "",
    ]  # fmt: skip


# THREATS: 38
def test_no_cell_of_the_xlsx_is_a_formula(client, consultation):  # noqa: F811
    said(consultation, comment="=HYPERLINK(1)", display_name="@SUM(A1)")
    sign_in(client, roles.OFFICE)

    sheet = load_workbook(io.BytesIO(table_of(client, consultation, "xlsx"))).active

    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_a_filled_table_is_looked_at_then_prepared_and_never_published(client, consultation):  # noqa: F811
    first, second = said(consultation), said(consultation)
    sign_in(client, roles.DRAFTER)
    body, _ = filled(table_of(client, consultation, "xlsx"), Esito="Non accolta", Motivo=MOTIVATION)

    sent = send(client, consultation, body)
    shown = client.get(sent.headers["Location"])
    assert Outcome.objects.count() == 0
    client.post(sent.headers["Location"])
    again = client.post(sent.headers["Location"])

    outcome = Outcome.objects.get()
    assert [row["code"] for row in shown.context["rows"]] == [first.code]
    assert (outcome.observation, outcome.kind, outcome.motivation) == (first, OutcomeKind.REJECTED, MOTIVATION)
    assert (outcome.is_published, outcome.edition) == (False, 1)
    assert again.headers["Location"] == url("register", consultation)
    assert not Outcome.objects.filter(observation=second).exists()
    assert AnswerSheet.objects.get().rows == []


def test_every_wrong_row_is_told_by_number_and_nothing_is_kept(client, consultation):  # noqa: F811
    rows = [said(consultation) for _ in range(6)]
    moved = OutcomeFactory(observation=rows[4])
    OutcomeFactory(observation=rows[5], is_published=True)
    sign_in(client, roles.OFFICE)
    heading, *cells = list(rows_of(table_of(client, consultation, "csv")))
    at = {name: heading.index(name) for name in heading}
    cells[0][at["Esito"]], cells[0][at["Motivo"]] = "accolta", MOTIVATION
    cells[1][at["Esito"]], cells[1][at["Motivo"]] = "boh", MOTIVATION
    cells[2][at["Esito"]], cells[2][at["Motivo"]] = "non accolta", "Corto."
    cells[3][0] = "2026-9999/1/0"
    cells[3][at["Motivo"]] = MOTIVATION
    Outcome.objects.filter(pk=moved.pk).update(edition=2, motivation="Un'altra persona l'ha appena riscritta così.")
    cells[5][at["Motivo"]] = "Un motivo diverso da quello pubblicato, senza dire perché."
    right, *_ = cells[0:1]
    cells.append([*right])

    response = send(client, consultation, "".join(csv_lines(heading, cells, cell=guarded_cell)).encode())

    told = {problem.row: problem for problem in response.context["reading"].problems}
    assert response.status_code == 422
    assert sorted(told) == [2, 3, 4, 5, 6, 7, 8]
    assert "indica che cosa cambia" in told[2].text
    assert told[3].text.startswith("Esito:")
    assert told[4].text == "Motivo: Il motivo ha 6 caratteri: ne servono almeno 30."
    assert "ha questa chiave" in told[5].text
    assert (told[6].code, "nel frattempo" in told[6].text.lower()) == (rows[4].code, True)
    assert "perché la risposta pubblicata si corregge" in told[7].text
    assert "già in una riga più su" in told[8].text
    assert AnswerSheet.objects.count() == 0


# THREATS: 54
def test_what_changes_between_the_look_and_the_button_undoes_all(client, consultation):  # noqa: F811
    first, second = said(consultation), said(consultation)
    sign_in(client, roles.OFFICE)
    heading, *cells = list(rows_of(table_of(client, consultation, "csv")))
    for row in cells:
        row[heading.index("Esito")], row[heading.index("Motivo")] = "fuori tema", MOTIVATION
    sent = send(client, consultation, "".join(csv_lines(heading, cells, cell=guarded_cell)).encode())
    OutcomeFactory(observation=second, motivation="Chi è arrivato prima aveva già scritto questo motivo.")

    refused = client.post(sent.headers["Location"])

    assert refused.status_code == 409
    assert f"Riga 3, osservazione {second.code}" in refused.content.decode()
    assert not Outcome.objects.filter(observation=first).exists()
    with pytest.raises(sheets.RowRefused):
        sheets.apply(sheet=AnswerSheet.objects.get(), by=StaffFactory(), moment=timezone.now())


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04rotto", b"\x00\x01\x02"])
def test_what_is_no_table_is_refused_in_words(client, consultation, content):  # noqa: F811
    sign_in(client, roles.OFFICE)

    response = send(client, consultation, content, name="x.xlsx")

    assert response.context["form"].errors["file"]
    assert AnswerSheet.objects.count() == 0


# THREATS: 62
def test_a_long_table_leaves_with_flat_memory(tmp_path):
    def peak(count):
        rows = (["2026-0001/1/0", *["parole " * 40] * 15, str(number)] for number in range(count))
        tracemalloc.start()
        written = sum(len(line) for line in csv_lines(answer_sheet.heading(), rows, cell=guarded_cell))
        spreadsheets.write_xlsx(str(tmp_path / "x.xlsx"), ["a"] * 17, (["b" * 200] * 17 for _ in range(count)))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most, written

    few, many = peak(200), peak(4_000)

    assert many[1] > 15 * few[1]
    assert many[0] < 2 * few[0] + 1_000_000


def test_the_table_reads_in_chunks_of_constant_cost(consultation, django_assert_max_num_queries):  # noqa: F811
    for _ in range(12):
        said(consultation)

    with django_assert_max_num_queries(14):
        rows = list(answer_sheet.rows(consultation))

    assert len(rows) == 12
    assert csv.reader
