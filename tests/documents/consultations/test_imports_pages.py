# SPDX-License-Identifier: AGPL-3.0-or-later
"""A draft comes in through the admin: read, looked at, confirmed, published."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.consultations.models import ImportDraft, SectionPage, Text, Version
from documents.consultations.queries import drafts
from documents.consultations.services import imports
from portal.core import roles
from portal.core.models import AuditEvent
from tests.factories.consultations import ConsultationFactory
from tests.factories.consultations_drafts import blocks_of, coordinator, drafter, edit, imported, pages_of, published
from tests.factories.core import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
REGOLAMENTO = Path(__file__).resolve().parents[3] / "portal/demo/content/regolamento.md"


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.IS_DEMO = True


def uploaded(name="bozza.md", content=b"# Piano\n\n## Uno\n\nParole prime.\n\n## Due\n\nParole seconde.\n"):
    return SimpleUploadedFile(name, content)


def read(client, **data):
    return client.post(reverse("texts_admin:import"), data)


def test_the_regolamento_goes_from_the_file_to_the_first_version(client):
    client.force_login(coordinator())

    shown = client.get(read(client, file=uploaded("regolamento.md", REGOLAMENTO.read_bytes())).url)
    draft = ImportDraft.objects.get()
    client.post(
        reverse("texts_admin:import_preview", args=[draft.pk]),
        {"title": "Regolamento", "kind": "REGULATION", "are_ready": "on"},
    )
    text = Text.objects.get()
    url = reverse("texts_admin:publish", args=[text.pk])
    client.post(url, {"expected": drafts.next_version(text).digest})

    assert "17 sezioni e 82 paragrafi" in shown.content.decode()
    version = Version.objects.get()
    assert (version.sections.count(), version.paragraphs.filter(is_heading=False).count()) == (17, 82)


def test_what_was_understood_waits_for_a_confirmation_and_readers_see_nothing(client):
    client.force_login(drafter())

    answer = read(client, file=uploaded())

    draft = ImportDraft.objects.get()
    assert answer.url == reverse("texts_admin:import_preview", args=[draft.pk])
    assert (Text.objects.count(), SectionPage.objects.count()) == (0, 0)
    assert client.get("/testi/").status_code == 200


def test_warnings_are_shown_with_a_link_to_their_place(client):
    client.force_login(drafter())

    page = client.get(
        read(client, file=uploaded(content=b"# T\n\n## Uno\n\n| a |\n|---|\n| 1 |\n")).url
    ).content.decode()

    assert 'href="#b-1-1"' in page
    assert "C&#x27;era una tabella" in page


def test_a_file_that_cannot_be_read_says_why_and_keeps_the_pasted_words(client):
    client.force_login(drafter())

    page = read(client, file=uploaded("bozza.docx", b"MZ"), words="Parole scritte a mano.")

    assert page.status_code == 422
    assert "non è un documento di Word" in page.content.decode()
    assert "Parole scritte a mano." in page.content.decode()


def test_pasted_words_are_enough(client):
    client.force_login(drafter())

    read(client, words="PREMESSA\n\nParole prime.\n\nArt. 1\n\nOggetto\n\nParole.\n\nArt. 2\n\nFine\n\nAltre parole.")

    sections = ImportDraft.objects.get().parsed["sections"]
    assert [section["title"] for section in sections] == ["Premessa", "Art. 1 – Oggetto", "Art. 2 – Fine"]


# THREATS: 33
def test_a_file_name_that_is_markup_is_shown_as_words(client):
    client.force_login(drafter())

    page = client.get(read(client, file=uploaded("<script>alert(1)<script>.md")).url).content.decode()

    assert "<script>alert(1)" not in page


# THREATS: 53
def test_confirming_twice_makes_one_text(client):
    client.force_login(drafter())
    read(client, file=uploaded())
    url = reverse("texts_admin:import_preview", args=[ImportDraft.objects.get().pk])

    answers = [client.post(url, {"title": "Piano", "kind": "PIANO"}) for _ in range(2)]

    assert Text.objects.count() == 1
    assert answers[0].url == answers[1].url


# THREATS: 16, 9
@pytest.mark.parametrize("name", ["list", "import", "import_preview", "publish", "stage"])
def test_who_does_not_write_texts_enters_none_of_these_pages(client, name):
    text = imported()
    draft = ImportDraft.objects.get()
    args = {"import_preview": [draft.pk], "publish": [text.pk], "stage": [text.pk]}.get(name, [])
    before = (Text.objects.count(), ImportDraft.objects.count(), Version.objects.count())

    for person in (UserFactory(), StaffFactory(roles=[roles.MODERATOR])):
        client.force_login(person)
        url = reverse(f"texts_admin:{name}", args=args)
        statuses = {client.get(url).status_code, client.post(url, {"words": "x", "title": "x"}).status_code}
        assert statuses <= {302, 403, 404, 405}

    assert (Text.objects.count(), ImportDraft.objects.count(), Version.objects.count()) == before


def test_the_drafter_cannot_publish_alone(client):
    text = imported()
    client.force_login(drafter())
    url = reverse("texts_admin:publish", args=[text.pk])

    answer = client.post(url, {"expected": drafts.next_version(text).digest})

    assert (answer.status_code, Version.objects.count()) == (403, 0)


# THREATS: 20
def test_looking_at_the_page_of_publication_changes_nothing(client):
    text = imported()
    client.force_login(coordinator())
    before = AuditEvent.objects.count()

    page = client.get(reverse("texts_admin:publish", args=[text.pk])).content.decode()

    assert "Nascerà la versione 1: 2 sezioni, 3 paragrafi." in page
    assert (Version.objects.count(), AuditEvent.objects.count()) == (0, before)


def test_what_vanishes_is_listed_before_publishing(client):
    text = imported()
    published(text)
    page = pages_of(text)[0]
    edit(page, blocks_of(page)[0])
    client.force_login(coordinator())

    shown = client.get(reverse("texts_admin:publish", args=[text.pk])).content.decode()

    assert "Questo paragrafo sparisce" in shown
    assert "<q>I giovani partono.</q>" in shown


# THREATS: 55
def test_what_changed_since_it_was_looked_at_is_refused_and_the_note_given_back(client):
    text = imported()
    digest = drafts.next_version(text).digest
    edit(pages_of(text)[0], ("paragraph", "<p>Cambiato da un altro.</p>", None))
    client.force_login(coordinator())

    answer = client.post(
        reverse("texts_admin:publish", args=[text.pk]), {"expected": digest, "note": "La mia nota lunga"}
    )

    assert (answer.status_code, Version.objects.count()) == (409, 0)
    assert "La mia nota lunga" in answer.content.decode()


@pytest.mark.parametrize("window", [{}, {"is_closed": True}])
def test_while_people_write_or_wait_for_answers_the_next_version_is_the_final_proposal(client, window):
    text = imported()
    consultation = ConsultationFactory(text=text, version=published(text), **window)
    edit(pages_of(text)[0], ("paragraph", "<p>Altro.</p>", None))
    client.force_login(coordinator())
    url = reverse("texts_admin:publish", args=[text.pk])

    answer = client.post(url, {"expected": drafts.next_version(text).digest})

    assert (answer.status_code, Version.objects.count()) == (409, 1)
    assert reverse("consultations_admin:publish", args=[consultation.pk]) in answer.content.decode()


def test_an_act_is_recorded_and_read_beside_the_version(client):
    text = imported()
    published(text, stage="PROPOSAL")
    client.force_login(coordinator())
    url, act = reverse("texts_admin:stage", args=[text.pk]), {"act_number": "12", "act_body": "Giunta comunale"}

    too_soon = client.post(url, {**act, "stage": "APPROVED", "act_date": "2026-05-04"})
    client.post(url, {**act, "stage": "ADOPTED", "act_date": "2026-04-13"})
    client.post(url, {**act, "stage": "APPROVED", "act_date": "2026-05-04"})

    client.logout()
    page = client.get(f"/testi/{text.slug}/").content.decode()
    assert "atto n. 12, Giunta comunale, lunedì 4 maggio 2026" in page
    assert "Approvata" in page
    assert (too_soon.status_code, "I passi vanno in ordine" in too_soon.content.decode()) == (409, True)


def test_reading_and_making_leave_audit_rows():
    imported()

    deeds = AuditEvent.objects.filter(action__startswith="text.").order_by("pk").values_list("action", flat=True)

    assert list(deeds) == ["text.read", "text.imported"]


def test_two_texts_of_the_same_name_get_two_addresses():
    first, second = imported(), imported()

    assert (first.slug, second.slug) == ("piano-di-prova", "piano-di-prova-2")
    assert first.page.slug != second.page.slug


def test_nobody_without_the_role_makes_a_text():
    with pytest.raises(imports.NotAllowed):
        imported(by=UserFactory())


def test_the_editor_previews_a_section_without_any_site(client):
    page = pages_of(imported())[0]
    client.force_login(drafter())

    answer = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert (answer.status_code, "La popolazione invecchia." in answer.content.decode()) == (200, True)
