# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Ci avete detto, abbiamo fatto»: every number is counted again here, by hand, row by row."""

import csv
import io
import json
import random
from collections import Counter

import docx
import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from documents.consultations.enums import ACCEPTING, OutcomeKind
from documents.consultations.exports import table
from documents.consultations.models import Category, Outcome, OutcomeParagraph
from documents.consultations.queries import front, report
from documents.consultations.search_sources.observations import ObservationSource
from documents.consultations.views import exports
from partners.enums import PartnerKind, PartnerState
from partners.models import Partner
from portal.comments.enums import Channel, Kind, State
from portal.comments.models import Observation
from portal.core.clock import ROME
from tests.factories.comments import ObservationFactory, ReplyFactory
from tests.factories.consultations import ConsultationFactory, OutcomeFactory
from tests.factories.consultations_texts import VersionFactory
from tests.factories.partners import PartnerFactory
from tests.factories.tavoli import TavoloFactory

pytestmark = pytest.mark.django_db

FORMULAS = ("=1+1", "+cmd|calc", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", "  =1")


@pytest.fixture
def consultation():
    """Answered, with its proposal out."""
    made = ConsultationFactory(is_closed=True)
    twin = made.version.paragraphs.first()
    made.closed_version = VersionFactory(
        text=made.text, number=2, like=made.version, words={twin.paragraph_id: "Parole nuove."}
    )
    made.results_published_at = timezone.now()
    made.save()
    return made


def said(consultation, **fields):
    return ObservationFactory(scope=consultation.scope, **fields)


def crowd(consultation, count=60):
    """Make a varied crowd, always the same one."""
    chance = random.Random(7)
    sections = [str(section.section_id) for section in consultation.version.sections.all()] + [""]
    partners = [PartnerFactory(kind=kind) for kind in (PartnerKind.ETS, PartnerKind.SCHOOL, PartnerKind.ETS)]
    people = [said(consultation).user for _ in range(4)]
    for _ in range(count):
        channel = chance.choice(Channel.values)
        observation = said(
            consultation,
            user=chance.choice(people) if channel == Channel.WEB else None,
            channel=channel,
            received_date=None if channel == Channel.WEB else timezone.now().date(),
            kind=chance.choice(Kind.values),
            is_late=channel != Channel.WEB and chance.random() < 0.3,
            section_id=chance.choice(sections),
            voice=chance.choice([None, *partners]),
            state=chance.choice([State.PUBLISHED] * 4 + [State.HIDDEN, State.WITHDRAWN]),
        )
        if observation.state == State.PUBLISHED:
            OutcomeFactory(
                observation=observation, kind=chance.choice(OutcomeKind.values), is_published=chance.random() < 0.9
            )
            if chance.random() < 0.3:
                ReplyFactory(parent=observation, user=chance.choice(people))
    crowd_elsewhere = ConsultationFactory(is_closed=True)
    OutcomeFactory(observation=said(crowd_elsewhere), is_published=True)


def by_hand(consultation):
    """Return all that there is, as plain rows."""
    rows = [row for row in Observation.objects.select_related("voice") if row.scope == consultation.scope]
    first = [row for row in rows if row.level == 0 and row.state == State.PUBLISHED]
    answers = {answer.observation_id: answer for answer in Outcome.objects.all() if answer.published_at}
    return rows, first, answers


def as_counts(bars):
    return {bar.key: bar.count for bar in bars if bar.count}


def test_every_number_equals_a_count_by_hand(consultation):
    crowd(consultation)
    rows, first, answers = by_hand(consultation)

    found = report.report(consultation)

    mine = [answers[row.pk] for row in first if row.pk in answers]
    assert found.total == len(first)
    assert found.answered == len(mine)
    assert found.accepted == sum(answer.kind in ACCEPTING for answer in mine)
    assert found.replies == sum(row.level > 0 and row.state == State.PUBLISHED for row in rows)
    assert found.hidden == sum(row.level == 0 and row.state == State.HIDDEN for row in rows)
    assert found.withdrawn == sum(row.level == 0 and row.state == State.WITHDRAWN for row in rows)
    shown = [row for row in rows if row.state == State.PUBLISHED]
    assert found.people == len({row.user_id for row in shown if row.user_id}) + sum(not row.user_id for row in shown)
    assert as_counts(found.outcomes) == Counter(answer.kind for answer in mine)
    assert as_counts(found.participants) == Counter(row.voice.kind if row.voice else "" for row in first)
    assert as_counts(found.channels) == Counter(row.channel for row in first)
    assert as_counts(found.kinds) == Counter(row.kind for row in first)
    assert as_counts(found.sections) == Counter(row.section_id for row in first)
    assert as_counts(found.times) == Counter(str(row.is_late) for row in first)
    assert all(sum(bar.count for bar in bars) == found.total for bars in (found.kinds, found.channels, found.sections))


def test_kinds_that_were_invited_and_did_not_speak_are_counted_by_hand(client, consultation):
    crowd(consultation)
    suspended = PartnerFactory(kind=PartnerKind.UNIVERSITY, state=PartnerState.SUSPENDED, name="Ateneo Silenzioso")
    PartnerFactory(kind=PartnerKind.TRADE_UNION, state=PartnerState.CEASED)
    PartnerFactory(kind=PartnerKind.REGION, name="Ufficio Muto")
    section = consultation.version.sections.first().section
    section.tavolo = TavoloFactory(partners=[suspended])
    section.save()
    rows, _first, _answers = by_hand(consultation)

    found = report.report(consultation)

    spoke = {row.voice_id for row in rows if row.voice_id and row.state == State.PUBLISHED}
    asked = [one for one in Partner.objects.all() if one.state == PartnerState.ADMITTED or one == suspended]
    assert {one.kind: one.invited for one in found.invited} == Counter(one.kind for one in asked)
    assert {one.kind: one.spoke for one in found.invited if one.spoke} == Counter(
        one.kind for one in asked if one.pk in spoke
    )
    assert {one.kind for one in found.silent} == {one.kind for one in asked} - {
        one.kind for one in asked if one.pk in spoke
    }
    page = client.get(reverse("consultations:report", args=[consultation.slug])).content.decode()
    assert ("Regione" in page, "Ufficio Muto" in page, "Ateneo Silenzioso" in page) == (True, False, False)


def test_the_json_says_what_the_page_says(client, consultation):
    crowd(consultation, count=20)
    numbers = report.report(consultation)

    response = client.get(reverse("consultations:report_json", args=[consultation.slug]))

    told = json.loads(b"".join(response.streaming_content))
    assert told["numeri"]["osservazioni"] == numbers.total == len(told["osservazioni"])
    assert told["numeri"]["accolte"] == numbers.accepted
    for name, bars in (("esiti", numbers.outcomes), ("canali", numbers.channels), ("tempi", numbers.times)):
        assert [(row["chiave"], row["quante"]) for row in told[name]] == [(bar.key, bar.count) for bar in bars]
    assert Counter(row["canale"] for row in told["osservazioni"]) == as_counts(numbers.channels)
    assert Counter(row["esito"] for row in told["osservazioni"] if row["esito"]) == as_counts(numbers.outcomes)
    assert told["senza_tutte_le_risposte"] is None


# THREATS: 38
def test_the_pdf_is_accessible_and_says_what_the_page_says(client, consultation):
    crowd(consultation, count=20)
    said(consultation, comment='#panic("typst") $x$ @nessuno')
    numbers = report.report(consultation)

    body = client.get(reverse("consultations:report_pdf", args=[consultation.slug])).content

    read = pypdfium2.PdfDocument(body)
    words = " ".join(" ".join(page.get_textpage().get_text_range() for page in read).split())
    assert b"pdfuaid" in body
    assert f"{numbers.total} osservazioni" in words
    assert all(bar.label in words for bar in (*numbers.outcomes, *numbers.channels))
    assert "Chi era invitato e chi ha parlato" in words


def test_what_changed_is_told_section_by_section(consultation):
    crowd(consultation)
    _, first, answers = by_hand(consultation)
    yes = Counter(row.section_id for row in first if row.pk in answers and answers[row.pk].kind in ACCEPTING)

    found = report.what_changed(consultation)

    assert {section.identity: section.count for section in found} == Counter(row.section_id for row in first)
    assert {section.identity: section.accepted for section in found if section.accepted} == yes


def test_the_home_page_and_the_report_say_the_same(consultation):
    crowd(consultation)
    numbers = report.report(consultation)

    told = front.last_closed_with_results(moment=timezone.now())

    assert (told.observations, told.accepted, told.answered) == (numbers.total, numbers.accepted, numbers.answered)
    assert front.voices(consultation) == numbers.people


@pytest.mark.parametrize("size", [1, 10])
def test_the_report_costs_the_same_however_many_took_part(consultation, size, django_assert_num_queries):
    for _ in range(size):
        OutcomeFactory(observation=said(consultation), is_published=True, kind=OutcomeKind.ACCEPTED)

    with django_assert_num_queries(19):
        report.report(consultation)
        report.what_changed(consultation)


# THREATS: 1
def test_there_is_no_report_before_the_answers_are_out(client):
    closed = ConsultationFactory(is_closed=True)
    OutcomeFactory(observation=said(closed), is_published=True)

    for name in ("report", "report_csv", "report_docx", "report_pdf", "report_json"):
        assert client.get(reverse(f"consultations:{name}", args=[closed.slug])).status_code == 404


def test_the_page_shows_the_numbers_and_keeps_to_the_safe_styles(client, consultation):
    OutcomeFactory(observation=said(consultation), is_published=True, kind=OutcomeKind.ACCEPTED)

    page = client.get(reverse("consultations:report", args=[consultation.slug]))

    text = page.content.decode()
    assert page.context["report"].total == 1
    assert "style=" not in text.split("<main", 1)[1].split("</main>", 1)[0]
    assert "<svg" in text


def rows_of(client, consultation):
    response = client.get(reverse("consultations:report_csv", args=[consultation.slug]))
    body = b"".join(response.streaming_content).decode()
    assert body.startswith("\ufeff")
    return response, list(csv.reader(io.StringIO(body[1:]), delimiter=";"))


def test_the_csv_has_one_heading_and_one_row_for_each_published_observation(client, consultation):
    crowd(consultation, count=30)
    _, first, answers = by_hand(consultation)

    response, rows = rows_of(client, consultation)

    assert rows[0] == table.heading()
    assert {len(row) for row in rows} == {len(table.heading())}
    assert [row[0] for row in rows[1:]] == [
        one.code for one in sorted(first, key=lambda one: (one.received_at, one.pk))
    ]
    assert [bool(row[10]) for row in rows[1:]] == [
        one.pk in answers for one in sorted(first, key=lambda one: (one.received_at, one.pk))
    ]
    assert response.headers["Content-Disposition"] == f'attachment; filename="{consultation.slug}-osservazioni.csv"'


# THREATS: 38
@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_ever_run_as_a_formula(client, consultation, formula):
    outcome = OutcomeFactory(
        observation=said(consultation, comment=formula, display_name=formula, quote=formula),
        motivation=formula + " perché i motivi sono lunghi trenta caratteri",
        office=formula,
        is_published=True,
    )

    _, rows = rows_of(client, consultation)

    cells = [cell for cell in rows[1] if cell]
    assert len([cell for cell in cells if cell.startswith("'")]) == 5
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))]
    assert outcome.is_published


# THREATS: 4, 14
def test_what_is_hidden_withdrawn_or_waiting_is_in_no_download(client, consultation):
    for state in (State.HIDDEN, State.WITHDRAWN, State.PENDING):
        said(consultation, state=state, comment="Parole nascoste", display_name="Nome nascosto")

    _, rows = rows_of(client, consultation)
    body = client.get(reverse("consultations:report_docx", args=[consultation.slug])).content
    written = docx.Document(io.BytesIO(body))

    assert len(rows) == 1
    assert len(written.tables[0].rows) == 1


def test_the_docx_is_the_table_for_the_delibera(client, consultation):
    twin = consultation.version.paragraphs.first()
    observation = said(
        consultation, comment="Serve il sabato.\x0b\ufffe", voice=PartnerFactory(name="Il Filo di Lana"), user=None
    )
    outcome = OutcomeFactory(observation=observation, is_published=True, kind=OutcomeKind.ACCEPTED)
    OutcomeParagraph.objects.create(outcome=outcome, paragraph_id=twin.paragraph_id)

    response = client.get(reverse("consultations:report_docx", args=[consultation.slug]))

    written = docx.Document(io.BytesIO(response.content))
    heading, row = ([cell.text for cell in row.cells] for row in written.tables[0].rows)
    day = observation.received_at.astimezone(ROME)
    assert heading == [
        "Numero", "Ricevuta il", "Parte del testo", "Chi scrive", "Categoria", "Osservazione", "Esito",
        "Motivo", "Paragrafi cambiati",
    ]  # fmt: skip
    assert row == [
        observation.code, f"{day:%d/%m/%Y}", observation.target_label, "A. R., Il Filo di Lana", "",
        "Serve il sabato.", "accolta", outcome.motivation, "1",
    ]  # fmt: skip
    assert written.core_properties.author == "Ufficio di Piano"
    assert "Osservazioni pubblicate: 1. Accolte, del tutto o in parte: 1. Con risposta: 1." in "\n".join(
        paragraph.text for paragraph in written.paragraphs
    )


# THREATS: 70
def test_the_docx_is_written_again_as_soon_as_something_is_hidden(client, consultation):
    observation = said(consultation)
    address = reverse("consultations:report_docx", args=[consultation.slug])

    def count():
        return len(docx.Document(io.BytesIO(client.get(address).content)).tables[0].rows)

    assert count() == 2
    Observation.objects.filter(pk=observation.pk).update(state=State.HIDDEN)
    assert count() == 1


def test_the_category_and_the_words_that_are_proposed_are_in_every_format(client, consultation):

    Category.objects.create(consultation=consultation, slug="costi", label="Costi e tariffe", position=1)
    proposal = said(consultation, kind=Kind.PROPOSAL, category="costi", comment="Chi lavora arriva tardi.")
    proposal.revisions.update(proposed="Il pulmino parte alle nove.")
    said(consultation, comment="Senza categoria.")

    _, rows = rows_of(client, consultation)
    heading, first = rows[0], rows[1]
    response = client.get(reverse("consultations:report_json", args=[consultation.slug]))
    told = json.loads(b"".join(response.streaming_content))["osservazioni"]
    word = client.get(reverse("consultations:report_docx", args=[consultation.slug])).content
    grid = docx.Document(io.BytesIO(word)).tables[0]

    named = {name: first[heading.index(name)] for name in ("Categoria", "Parole proposte")}
    assert named == {"Categoria": "Costi e tariffe", "Parole proposte": "Il pulmino parte alle nove."}
    assert [(one["categoria_nome"], one["parole_proposte"]) for one in told] == [
        ("Costi e tariffe", "Il pulmino parte alle nove."),
        ("", None),
    ]
    cells = [cell.text for cell in grid.rows[1].cells]
    assert "Costi e tariffe" in cells
    assert "Chi lavora arriva tardi.\nParole proposte: Il pulmino parte alle nove." in cells


def test_the_words_that_are_proposed_are_found_while_the_observation_is_published(consultation):
    one = said(consultation, kind=Kind.PROPOSAL)
    one.revisions.update(proposed="Il pulmino parte alle nove.")
    hidden = said(consultation, kind=Kind.PROPOSAL, state=State.HIDDEN)
    hidden.revisions.update(proposed="Parole nascoste.")

    assert "Il pulmino parte alle nove." in ObservationSource().entry(one.pk).text
    assert ObservationSource().entry(hidden.pk) is None


def test_the_key_under_which_the_report_is_kept_is_one_that_any_cache_takes(client, consultation, monkeypatch):
    keys = []
    kept = exports.caches["copies"]
    monkeypatch.setattr(kept, "set", lambda key, *more: keys.append(key))
    for kind in list(PartnerKind)[:8]:
        PartnerFactory(kind=kind)

    client.get(reverse("consultations:report_pdf", args=[consultation.slug]))

    assert [len(kept.make_key(key)) < 250 for key in keys] == [True]
