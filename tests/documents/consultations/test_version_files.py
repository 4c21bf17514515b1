# SPDX-License-Identifier: AGPL-3.0-or-later
"""A version as a file: opened again with a second reader."""

import io
import json
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from documents.consultations.exports import rich
from documents.consultations.exports.rich import Run
from documents.consultations.models import Version, VersionParagraph, VersionStage
from portal.core import limits, made
from tests.factories.consultations_texts import VersionFactory

pytestmark = pytest.mark.django_db
HOSTILE = 'Parole "tra virgolette" \\ #import <b> $x$ ] ) = titolo *a* _b_ e\u00a0spazio.'


@pytest.fixture
def version(tmp_path, settings):
    settings.PRIVATE_ROOT = tmp_path
    built = VersionFactory(sections=2, paragraphs=2)
    paragraph = built.paragraphs.order_by("position").last()
    section = paragraph.section
    for number, (html, plain, is_heading) in enumerate(
        [
            ("Il perché", "Il perché", True),
            (f"<p>{HOSTILE.replace('<', '&lt;')}</p>", HOSTILE, False),
            (
                '<ol start="3"><li>uno</li><li>due<ul><li>dentro</li></ul></li></ol>'
                '<p><strong>forte</strong>, <em>piano</em> e <a href="https://esempio.example/?a=1">qui</a></p>',
                "uno\ndue\ndentro\nforte, piano e qui",
                False,
            ),
        ],
        start=1,
    ):
        VersionParagraph.objects.create(
            section=section, version=built, paragraph=type(paragraph.paragraph).objects.create(text=built.text),
            position=10 + number, number=0 if is_heading else 10 + number, is_heading=is_heading, html=html,
            plain=plain,
        )  # fmt: skip
    return built


def get(client, version, ending):
    response = client.get(f"/testi/{version.text.slug}/versioni/1/testo.{ending}")
    assert response.status_code == 200
    return response, b"".join(response.streaming_content)


def tags(reader):
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif hasattr(node, "get"):
            if "/S" in node:
                found.append(node["/S"])
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def test_the_pdf_is_tagged_titled_and_in_italian(client, version):
    response, body = get(client, version, "pdf")

    reader = PdfReader(io.BytesIO(body))
    root = reader.trailer["/Root"]
    words = " ".join(page.extract_text() for page in reader.pages)
    assert (root["/Lang"].split("-")[0], root["/MarkInfo"]["/Marked"]) == ("it", True)
    assert reader.metadata.title == version.title
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    told = tags(reader)
    assert [told.count(tag) for tag in ("/H1", "/H2")] == [2, 1]
    assert {"/P", "/L", "/LI", "/Link"} <= set(told)
    assert [word in words for word in (version.sha256, "#import", "$x$", "dentro")] == [True] * 4
    assert response["Content-Disposition"] == f'attachment; filename="{version.text.slug}-versione-1.pdf"'


def test_the_docx_has_numbered_lines_and_a_wide_margin(client, version):
    _, body = get(client, version, "docx")

    document = Document(io.BytesIO(body))
    section = document.sections[0]
    lines = section._sectPr.find(qn("w:lnNumType"))
    words = [paragraph.text for paragraph in document.paragraphs]
    assert (lines.get(qn("w:countBy")), lines.get(qn("w:restart"))) == ("5", "continuous")
    assert section.right_margin.cm > 6
    assert document.core_properties.title == version.title
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert [styles.count(name) for name in ("Title", "Heading 1", "Heading 2")] == [1, 2, 1]
    assert [words[3], f"12.\t{HOSTILE}" in words] == ["1.\tParole del paragrafo 1.", True]
    link = document.element.body.findall(f".//{qn('w:hyperlink')}")
    assert [node.get(qn("r:id")) is not None for node in link] == [True]


def test_markdown_keeps_numbers_and_escapes_what_would_be_form(client, version):
    _, body = get(client, version, "md")

    words = body.decode()
    assert "**1.** Parole del paragrafo 1." in words
    assert "### Il perché" in words
    assert r"\#import \<b\> $x$ \] ) = titolo \*a\* \_b\_" in words
    assert "3. uno\n" in words
    assert "**forte**, *piano* e [qui](<https://esempio.example/?a=1>)" in words


def test_json_holds_identities_numbers_and_the_fingerprint(client, version):
    _, body = get(client, version, "json")

    told = json.loads(body)
    twins = list(version.paragraphs.order_by("position"))
    held = [one for section in told["sections"] for one in section["paragraphs"]]
    assert (told["sha256"], told["version"], told["text"]) == (version.sha256, 1, version.text.slug)
    assert [(one["id"], one["number"], one["plain"]) for one in held] == [
        (str(twin.paragraph_id), twin.number or None, twin.plain) for twin in twins
    ]
    assert [section["id"] for section in told["sections"]] == [
        str(one.section_id) for one in version.sections.order_by("position")
    ]


# THREATS: 64
def test_a_file_is_made_once_and_limited_for_each_address(client, version, monkeypatch):
    written = []
    monkeypatch.setattr(
        made, "_write", lambda path, content, real=made._write: (written.append(path), real(path, content))
    )
    monkeypatch.setitem(limits._limits, "file.made", "2/h/ip")

    codes = [
        client.get(f"/testi/{version.text.slug}/versioni/1/testo.{kind}").status_code for kind in ("md", "md", "json")
    ]
    refused = client.get(f"/testi/{version.text.slug}/versioni/1/testo.docx")
    again = client.get(f"/testi/{version.text.slug}/versioni/1/testo.md")

    assert (codes, len(written)) == ([200, 200, 200], 2)
    assert (refused.status_code, again.status_code) == (429, 200)


# THREATS: 64
def test_while_one_is_being_made_another_waits_and_then_is_told_to_come_back(client, version, monkeypatch):
    monkeypatch.setattr(made, "LONGEST_WAIT", 0.2)
    with made._one_at_a_time():
        refused = client.get(f"/testi/{version.text.slug}/versioni/1/testo.md")

    assert (refused.status_code, "Retry-After" in refused) == (429, True)


def test_the_oldest_files_go_when_there_are_too_many(client, version, monkeypatch, settings):
    monkeypatch.setattr(made, "MOST_FILES", 2)
    for kind in ("md", "json", "docx"):
        client.get(f"/testi/{version.text.slug}/versioni/1/testo.{kind}")

    assert len(list((settings.PRIVATE_ROOT / "made").glob("??/*"))) == 2


def test_an_act_that_follows_makes_another_file(client, version):
    _, before = get(client, version, "md")
    VersionStage.objects.create(
        version=Version.objects.get(pk=version.pk), stage="APPROVED", reached_at=version.published_at,
        act_number="12", act_body="Consiglio comunale", act_date=version.published_at.date(),
    )  # fmt: skip
    _, after = get(client, version, "md")

    assert ["atto n. 12" in body.decode() for body in (before, after)] == [False, True]


# THREATS: 11
@pytest.mark.parametrize("path", ["versioni/9/testo.pdf", "versioni/1/testo.exe", "confronto/1-9/revisioni.docx"])
def test_what_does_not_exist_is_404(client, version, path):
    assert client.get(f"/testi/{version.text.slug}/{path}").status_code == 404


def test_safe_html_becomes_runs_and_nothing_is_lost():
    found = rich.blocks("prima<p>uno<br>due</p><ul><li><em>tre <strong>quattro</strong></em></li></ul>dopo")

    assert [(block.level, [run.text for run in block.runs]) for block in found] == [
        (0, ["prima"]),
        (0, ["uno", "\n", "due"]),
        (1, ["tre ", "quattro"]),
        (0, ["dopo"]),
    ]
    assert found[2].runs[1] == Run(text="quattro", is_bold=True, is_italic=True)


def test_the_docx_is_a_whole_archive(client, version):
    _, body = get(client, version, "docx")

    assert zipfile.ZipFile(io.BytesIO(body)).testzip() is None
