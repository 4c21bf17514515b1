# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many letters at once, from a sheet or from minutes: all of them or none."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from portal.comments.models import Observation, PaperBatch
from portal.comments.services import papers_many
from portal.core import roles
from tests.factories.comments import SCOPE
from tests.factories.partners import PartnerFactory
from tests.portal.comments.test_moderation import staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HEADING = ["sezione", "paragrafo", "canale", "arrivata il", "ora", "numero di protocollo", "chi", "nome o partner",
           "tipo", "testo"]  # fmt: skip
ROW = ["", "12", "carta", "20/11/2026", "", "77/2026", "persona", "Gina M.", "", "Lo sportello apra di giovedì."]


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def row(**changes):
    names = dict(zip(HEADING, ROW, strict=True))
    return list({**names, **{name.replace("_", " "): value for name, value in changes.items()}}.values())


def as_csv(*rows, separator=";", encoding="utf-8-sig"):
    quoted = [separator.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in (HEADING, *rows)]
    return "\r\n".join(quoted).encode(encoding)


def as_xlsx(*rows):
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, line in enumerate((HEADING, *rows)):
        for column, cell in enumerate(line):
            sheet.write_string(number, column, cell)
    book.close()
    return kept.getvalue()


def upload(client, content, name="lettere.csv"):
    form = {"da": "foglio", "scope": SCOPE, "notice_given": "on", "file": SimpleUploadedFile(name, content)}
    return client.post(reverse("comments_admin:many"), form)


def enter(client):
    found = PaperBatch.objects.order_by("pk").last()
    return client.post(reverse("comments_admin:many_batch", args=[found.pk]), {"scelta": "inserisci"})


@pytest.mark.parametrize(
    "content",
    [
        as_csv(row()), as_csv(row(), separator=","), as_csv(row(), encoding="cp1252"), as_xlsx(row()),
    ],
    ids=["semicolon", "comma", "latin", "xlsx"],
)  # fmt: skip
def test_a_sheet_is_read_shown_and_entered(client, clerk, target, content):
    answer = upload(client, content)
    preview = client.get(answer.headers["Location"]).content.decode()
    enter(client)

    found = Observation.objects.get()
    assert "Lo sportello apra di giovedì." in preview
    assert Observation.objects.count() == 1
    assert (found.comment, found.display_name, found.registry_number) == (ROW[9], "Gina M.", "77/2026")
    assert (found.channel, str(found.received_date), found.target_id) == ("PAPER", "2026-11-20", target.identity)
    assert (found.user, found.entered_by, found.state) == (None, clerk, "PENDING")


# THREATS: 39
def test_errors_are_said_with_the_number_of_the_row_and_nothing_is_entered(client, clerk):
    content = as_csv(
        row(), row(paragrafo="99"), row(canale="piccione"), row(arrivata_il="31/02/2026"), row(chi="partner"),
        row(testo="ab"), row(arrivata_il="24/11/2026"), row(nome_o_partner=""), row(tipo="lamentela"),
    )  # fmt: skip
    answer = upload(client, content)

    page = client.get(answer.headers["Location"]).content.decode()
    pressed = enter(client)

    batch = PaperBatch.objects.get()
    wrong = {one.number: one.errors for one in papers_many.check(batch, moment=NOW) if one.errors}
    assert {number: len(errors) for number, errors in wrong.items()} == dict.fromkeys(range(3, 11), 1)
    assert "«99» non c" in wrong[3][0]
    assert "8 righe hanno un errore." in page
    assert (pressed.status_code, Observation.objects.count()) == (409, 0)


# THREATS: 38
def test_a_cell_that_looks_like_a_formula_is_text(client, clerk):
    upload(client, as_csv(row(testo='=CMD("calc")!A1 e altro', nome_o_partner="@Gina M.".replace("@", "+"))))
    enter(client)

    found = Observation.objects.get()
    assert (found.comment, found.display_name) == ('=CMD("calc")!A1 e altro', "+Gina M.")


# THREATS: 53
def test_the_same_file_again_is_recognised_and_a_double_click_enters_once(client, clerk):
    content = as_csv(row(), row(nome_o_partner="Pino L."))
    upload(client, content)
    answers = [enter(client).status_code for _time in range(2)]

    again = upload(client, content)

    assert (answers, again.status_code) == ([302, 302], 422)
    assert "è già stato inserito" in again.content.decode()
    assert Observation.objects.count() == 2


# THREATS: 53, 56
def test_the_same_file_read_twice_before_entering_is_entered_once(client, clerk):
    content = as_csv(row())
    upload(client, content)
    upload(client, content)
    first, second = PaperBatch.objects.order_by("pk")

    papers_many.enter(batch=first, by=clerk, moment=NOW)
    with pytest.raises(papers_many.AlreadyEntered):
        papers_many.enter(batch=second, by=clerk, moment=NOW)

    assert Observation.objects.count() == 1


def test_late_rows_and_partners_and_who_does_not_appear(client, clerk, policy, calendar):
    partner = PartnerFactory(name="APS Il Filo")
    policy.closes_at = calendar.closes_at = NOW - timedelta(days=2)
    upload(client, as_csv(
        row(arrivata_il="22/11/2026"), row(chi="partner", nome_o_partner="aps il filo"), row(chi="anonimo"),
    ))  # fmt: skip

    enter(client)

    rows = list(Observation.objects.order_by("pk"))
    assert [one.is_late for one in rows] == [True, False, False]
    assert [(one.voice, one.display_name) for one in rows] == [(None, "Gina M."), (partner, ""), (None, "")]


# THREATS: 39
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "vuoto"),
        (b"PK\x03\x04nonzip", "rovinato"),
        (b"a;b\r\n\x00;2", "leggere"),
        (b"testo\r\nciao", "mancano le colonne"),
        (as_csv(*[row()] * 1001), "più di 1000 righe"),
        (b'canale;chi\r\n"mai chiuso;x', "virgolette non chiuse"),
    ],
    ids=["empty", "broken", "binary", "columns", "long", "quotes"],
)
def test_what_cannot_be_read_is_refused_with_a_reason(client, clerk, content, told):
    answer = upload(client, content)

    assert answer.status_code == 422
    assert told in answer.content.decode() or "vuoto" in answer.content.decode()
    assert PaperBatch.objects.count() == 0


def test_the_template_has_the_columns_and_the_parts_of_the_text(client, clerk):
    content = b"".join(client.get(reverse("comments_admin:many_template"), {"consultazione": SCOPE}))

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.get_sheet_by_index(0).to_python()[0] == [*HEADING, "categoria", "parole commentate", "parole proposte",
                                                       "ruolo", "chi firma"]  # fmt: skip
    assert ["12. Il servizio di trasporto accompagna…"] in book.get_sheet_by_index(1).to_python()


def test_a_batch_says_nothing_to_who_does_not_moderate(client, clerk):
    upload(client, as_csv(row()))
    found = PaperBatch.objects.get()
    client.force_login(staff(roles.DRAFTER))

    assert client.get(reverse("comments_admin:many_batch", args=[found.pk])).status_code == 403


def more(clerk, **cells):
    """Return the one row of a sheet with columns besides, looked at."""
    besides = ("category", "passage", "proposed", "role", "signer")
    heading = [*HEADING, "categoria", "parole commentate", "parole proposte", "ruolo", "chi firma"]
    values = {name: cells.pop(name) for name in ("tipo", "chi", "nome_o_partner") if name in cells}
    line = [*row(**values), *(cells.get(name, "") for name in besides)]
    content = "\r\n".join(";".join(one) for one in (heading, line)).encode()
    batch = papers_many.keep_sheet(scope=SCOPE, name="f.csv", content=content, by=clerk, moment=NOW)
    return batch, papers_many.check(batch, moment=NOW)[0]


def test_a_row_may_say_its_category_its_words_and_what_it_proposes(clerk, policy, target):
    policy.known[target.identity] = replace(target, categories=(("costi", "Costi e tariffe"),))
    words = target.quote[:12].strip()

    batch, one = more(
        clerk, tipo="proposta di testo", category="costi e Tariffe", passage=f"«{words}»", proposed="Altre parole."
    )
    papers_many.enter(batch=batch, by=clerk, moment=NOW)

    made = Observation.objects.get()
    assert one.errors == []
    assert (made.category, made.quote[made.words_start : made.words_end]) == ("costi", words)
    assert made.revisions.get().proposed == "Altre parole."


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"category": "inventata"}, "Categoria: questa consultazione non ne ha"),
        ({"passage": "parole di un altro"}, "Parole commentate: nel paragrafo non ci sono"),
        ({"passage": "a"}, "Parole commentate: nel paragrafo ci sono più volte"),
        ({"proposed": "Altre parole."}, "Parole proposte: il tipo deve essere"),
    ],
)
def test_what_a_row_points_to_must_be_there(clerk, target, cells, told):
    _, one = more(clerk, **cells)

    assert [error.startswith(told) for error in one.errors] == [True]
