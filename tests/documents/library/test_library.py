# SPDX-License-Identifier: AGPL-3.0-or-later
"""The library through the doors that people use."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.library import queries
from documents.library.enums import Force, TextState
from documents.library.forms import check_file
from documents.library.models import Document
from documents.library.queries import Filters
from documents.library.services import documents
from portal.core import audiences
from search.sources import source_of
from tests.factories.core import AreaFactory, StaffFactory
from tests.factories.library import DocumentFactory, ProtocolFactory, docx_with
from tests.factories.partners import MandateFactory, PartnerFactory

pytestmark = pytest.mark.django_db

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 50>>stream\nBT /F1 20 Tf 20 100 Td (pulmino delle otto) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)


def odt_with(words: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
        archive.writestr("content.xml", f'<doc xmlns:text="{text}"><text:p>{words}</text:p></doc>')
    return file.getvalue()


def member_and_partner():
    partner = PartnerFactory()
    return MandateFactory(partner=partner).user, partner


def read_by_worker(document):
    documents.extract_text(document.pk)
    document.refresh_from_db()
    return document


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", PDF), ("a.docx", docx_with("pulmino delle otto")), ("a.odt", odt_with("pulmino delle otto"))],
)
def test_the_words_of_a_file_are_taken_out_page_by_page(name, content):
    document = read_by_worker(DocumentFactory(name=name, content=content))

    assert document.text_state == TextState.READ
    assert [page.text.strip() for page in document.pages.all()] == ["pulmino delle otto"]
    assert "pulmino delle otto" in source_of("document").entry(document.pk).text


# THREATS: 57
@pytest.mark.parametrize("name", ["rotto.pdf", "rotto.docx", "rotto.odt"])
def test_a_file_that_cannot_be_read_is_marked_and_stays_in_the_library(client, name):
    document = read_by_worker(
        DocumentFactory(name=name, content=b"%PDF-1.4 troncato" if "pdf" in name else b"PK rotto")
    )

    response = client.get(document.get_absolute_url())

    assert document.text_state == TextState.UNREADABLE
    assert response.status_code == 200
    assert "testo non estratto" in response.content.decode()


def test_an_archive_that_unpacks_to_too_much_is_marked_unreadable():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (90 * 1024 * 1024))

    document = read_by_worker(DocumentFactory(name="bomba.docx", content=bomb.getvalue()))

    assert document.text_state == TextState.UNREADABLE


def test_entities_of_a_hostile_file_open_nothing():
    xml = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    xml += '<w:d xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p>prima &x; dopo</w:p></w:d>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", xml)

    document = read_by_worker(DocumentFactory(name="xxe.docx", content=file.getvalue()))

    assert "root:" not in "".join(document.pages.values_list("text", flat=True))


# THREATS: 6
@pytest.mark.parametrize("headers", [{}, {"If-None-Match": '"*"'}, {"If-None-Match": "*"}, {"Range": "bytes=0-10"}])
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_restricted_file_answers_strangers_as_if_it_did_not_exist(client, method, headers):
    _, partner = member_and_partner()
    document = DocumentFactory(audience=f"partner:{partner.pk}")
    missing = reverse("wagtaildocs_serve", args=[document.pk + 1000, document.filename])
    headers = {name: value.replace("*", document.get_file_hash() or "*") for name, value in headers.items()}

    restricted = getattr(client, method)(document.download_url, headers=headers)
    absent = getattr(client, method)(missing, headers=headers)

    assert (restricted.status_code, absent.status_code) == (404, 404)
    assert document.title not in restricted.content.decode()


# THREATS: 6
def test_no_raw_path_leads_to_a_file(client):
    document = DocumentFactory(audience=audiences.STAFF)

    answers = [client.get(f"/media/{document.file.name}"), client.get(f"/private/{document.file.name}")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "private" in document.file.path


def test_members_open_what_is_theirs_and_no_shared_cache_keeps_it(client):
    person, partner = member_and_partner()
    document = DocumentFactory(audience=f"partner:{partner.pk}")
    client.force_login(person)

    response = client.get(document.download_url)

    assert response.status_code == 200
    assert b"".join(response.streaming_content)[:2] == b"PK"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Disposition"].startswith("attachment")


def test_another_name_than_the_files_own_is_not_found(client):
    document = DocumentFactory()

    assert client.get(document.download_url + "x").status_code == 404


# THREATS: 14
def test_restricted_documents_change_neither_the_list_nor_its_count(client):
    DocumentFactory(title="Relazione di tutti")
    DocumentFactory(title="Relazione segreta", audience=audiences.STAFF)

    anonymous = client.get(reverse("library:documents")).content.decode()
    client.force_login(StaffFactory())
    staff = client.get(reverse("library:documents")).content.decode()

    assert "1 documento" in anonymous
    assert "Relazione segreta" not in anonymous
    assert "2 documenti" in staff


def test_a_restricted_signed_text_does_not_show_on_a_public_agreement(client):
    signed = DocumentFactory(title="Testo firmato", audience=audiences.STAFF)
    protocol = ProtocolFactory(document=signed)

    public = client.get(protocol.get_absolute_url()).content.decode()
    client.force_login(StaffFactory())
    staff = client.get(protocol.get_absolute_url()).content.decode()

    assert signed.download_url not in public
    assert signed.download_url in staff


def test_a_restricted_agreement_is_not_found_by_others(client):
    person, partner = member_and_partner()
    protocol = ProtocolFactory(audience=f"partner:{partner.pk}", partners=[partner])

    before = client.get(protocol.get_absolute_url()).status_code
    client.force_login(person)

    assert before == 404
    assert client.get(protocol.get_absolute_url()).status_code == 200
    assert source_of("protocol").entry(protocol.pk).tokens == frozenset({f"partner:{partner.pk}", "staff"})


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 1, 31), Force.NOT_YET), (date(2026, 2, 1), Force.IN_FORCE), (date(2027, 1, 1), Force.EXPIRED)],
)
def test_whether_an_agreement_binds_is_a_function_of_its_dates(day, expected):
    protocol = ProtocolFactory(in_force_to=date(2026, 12, 31))

    assert protocol.force_on(day) == expected


def test_filters_narrow_the_library_and_each_can_be_taken_off(client):
    area = AreaFactory(name="Disabilità", slug="disabilita")
    DocumentFactory(title="Carta dei servizi", area=area, number="12")
    DocumentFactory(title="Altro")

    page = client.get(reverse("library:documents"), {"area": "disabilita", "testo": "12/2026"}).content.decode()

    assert "Carta dei servizi" in page
    assert "1 documento" in page
    assert ">Altro<" not in page


@pytest.mark.parametrize(
    "query", [{"anno": "x"}, {"tipo": "x"}, {"page": "999999"}, {"testo": "' OR 1=1 --"}, {"area": "\x01"}]
)
def test_filters_that_make_no_sense_give_a_page_and_no_error(client, query):
    DocumentFactory()

    assert client.get(reverse("library:documents"), query).status_code == 200


# THREATS: 61, 62
@pytest.mark.parametrize("name", ["documents", "protocols"])
def test_lists_cost_the_same_however_long(client, name):
    costs = []
    client.get(reverse(f"library:{name}"))
    for _ in (1, 2):
        for _ in range(4):
            DocumentFactory(area=AreaFactory())
            ProtocolFactory(partners=[PartnerFactory()], area=AreaFactory())
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(reverse(f"library:{name}"), {"page": 1})
        costs.append(len(captured))

    assert costs[0] == costs[1]


@pytest.mark.parametrize("name", ["pagina.html", "foto.svg", "programma.exe", "vera.pdf"])
def test_files_that_are_not_what_they_say_are_refused(name):
    file = SimpleUploadedFile(name, b"<html><script>alert(1)</script></html>")

    with pytest.raises(ValidationError, match=r"file|pagina web"):
        check_file(file)


@pytest.mark.parametrize(("name", "content"), [("a.pdf", PDF), ("a.docx", docx_with("a")), ("a.odt", odt_with("a"))])
def test_files_that_are_what_they_say_are_taken(name, content):
    assert check_file(SimpleUploadedFile(name, content)) is None


def test_a_new_file_is_read_again_and_the_old_words_are_forgotten(django_capture_on_commit_callbacks):
    document = read_by_worker(DocumentFactory(words="parole vecchie"))
    from django.core.files.base import ContentFile

    document.file = ContentFile(docx_with("parole nuove"), name="nuovo.docx")
    with django_capture_on_commit_callbacks(execute=True):
        document.save()

    assert [page.text.strip() for page in Document.objects.get(pk=document.pk).pages.all()] == ["parole nuove"]


def test_the_citation_of_an_act_is_how_people_ask_for_it():
    document = DocumentFactory(kind="EXECUTIVE_RESOLUTION", number="128", issued_on=date(2021, 5, 31))

    assert document.citation == "Deliberazione della Giunta comunale n. 128 del 31/05/2021"
    assert "128/2021" in source_of("document").entry(document.pk).text


def test_readers_find_by_number_and_year_in_the_list():
    wanted = DocumentFactory(title="Funzionigramma", number="128", issued_on=date(2021, 5, 31))
    DocumentFactory(number="129")

    found = queries.readable_documents(Filters(words="128/2021"), audience=audiences.EVERYBODY)

    assert list(found) == [wanted]
