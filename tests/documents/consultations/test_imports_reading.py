# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is understood of a draft out of Word, Markdown or the clipboard."""

import io
import re
import zipfile
from collections import Counter
from pathlib import Path

import docx
import pytest
from docx.shared import Inches

from documents.consultations.imports import sources
from documents.consultations.imports.parsed import from_json, to_json
from documents.consultations.imports.reading import NotUnderstood, read_file, read_html, read_words

REGOLAMENTO = Path(__file__).resolve().parents[3] / "portal/demo/content/regolamento.md"


def words_of(text):
    return Counter(re.findall(r"\w+", text.casefold()))


def words_read(parsed):
    blocks = [block.plain for section in parsed.sections for block in section.blocks]
    return words_of(" ".join([parsed.title, *parsed.front, *(section.title for section in parsed.sections), *blocks]))


def shape(parsed):
    return [(section.title, [(block.kind, block.plain) for block in section.blocks]) for section in parsed.sections]


def codes(parsed):
    return [(warning.code, warning.section, warning.block) for warning in parsed.warnings]


def file_of(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def packed(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def repacked(content, **changed):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return packed({**members, **changed})


def test_the_regolamento_comes_out_whole():
    source = REGOLAMENTO.read_bytes()

    parsed = read_file("regolamento.md", source)

    assert parsed.title == "Regolamento di funzionamento dell'Ufficio del Piano Sociale"
    assert parsed.front == ("Città di Potenza",)
    assert [section.title for section in parsed.sections] == [
        "Premessa",
        "Art. 1 – Istituzione dell'Ufficio di Piano",
        "Art. 2 – Adozione e approvazione del regolamento",
        "Art. 3 – Oggetto del regolamento",
        "Art. 4 – Definizioni",
        "Art. 5 – Sede dell'Ufficio di Piano",
        "Art. 6 – Funzioni dell'Ufficio di Piano",
        "Art. 7 – Composizione dell'Ufficio di Piano",
        "Art. 8 – Principi generali di organizzazione e funzionamento",
        "Art. 9 – Consulenze specialistiche",
        "Art. 10 – Risorse strumentali e finanziarie",
        "Art. 11 – Attività di vigilanza",
        "Art. 12 – Rapporti con l'Amministrazione comunale",
        "Art. 13 – Bilancio sociale",
        "Art. 14 – Rapporti con l'esterno",
        "Art. 15 – Responsabilità",
        "Art. 16 – Entrata in vigore del regolamento",
    ]
    assert [section.paragraph_count for section in parsed.sections] == [
        2, 2, 2, 1, 9, 1, 34, 6, 4, 1, 1, 1, 2, 9, 5, 1, 1,
    ]  # fmt: skip
    assert parsed.warnings == ()


def test_no_word_of_the_regolamento_is_lost():
    source = REGOLAMENTO.read_text(encoding="utf-8")

    assert words_read(read_file("regolamento.md", source.encode())) == words_of(source)


def test_sub_headings_inside_an_article_are_no_paragraphs():
    parsed = read_file("regolamento.md", REGOLAMENTO.read_bytes())

    assert [block.plain for block in parsed.sections[6].blocks if block.is_heading] == [
        "Funzioni di Programmazione e Pianificazione",
        "Funzioni di Gestione Tecnica, Amministrativa, Finanziaria e di rendicontazione",
        "Funzioni di Monitoraggio e Valutazione",
    ]


def test_a_word_document_with_heading_styles_becomes_sections():
    document = docx.Document()
    document.add_heading("Piano sociale di zona", 0)
    document.add_heading("Il contesto", 1)
    document.add_paragraph("La popolazione invecchia.")
    document.add_heading("I numeri", 2)
    document.add_paragraph("Sono 31.200 gli abitanti.")
    document.add_paragraph("un centro", style="List Bullet")
    document.add_paragraph("due sportelli", style="List Bullet")
    document.add_heading("Gli obiettivi", 1)
    document.add_paragraph("Ridurre le attese.")

    parsed = read_file("piano.docx", file_of(document))

    assert parsed.title == "Piano sociale di zona"
    assert shape(parsed) == [
        (
            "Il contesto",
            [
                ("paragraph", "La popolazione invecchia."),
                ("heading", "I numeri"),
                ("paragraph", "Sono 31.200 gli abitanti."),
                ("paragraph", "un centro\ndue sportelli"),
            ],
        ),
        ("Gli obiettivi", [("paragraph", "Ridurre le attese.")]),
    ]
    assert parsed.warnings == ()


def test_what_a_page_of_text_cannot_hold_is_told_with_its_place(tmp_path):
    from PIL import Image

    Image.new("RGB", (4, 4)).save(tmp_path / "figura.png")
    document = docx.Document()
    document.add_heading("Primo", 1)
    document.add_paragraph("Prima della figura.")
    document.add_picture(str(tmp_path / "figura.png"), width=Inches(1))
    document.add_heading("Secondo", 1)
    table = document.add_table(rows=2, cols=2)
    for row, words in zip(table.rows, (("Posti", "24"), ("Ore", "6")), strict=True):
        row.cells[0].text, row.cells[1].text = words
    document.add_heading("", 2)
    document.add_paragraph("parola " * 200)
    document.add_heading("Terzo", 1)

    parsed = read_file("piano.docx", file_of(document))

    assert codes(parsed) == [
        ("image", 1, 2),
        ("table", 2, 1),
        ("empty_heading", 2, 3),
        ("long_paragraph", 2, 3),
        ("no_text", 3, 0),
    ]
    assert [block.plain for block in parsed.sections[1].blocks[:2]] == ["Posti; 24", "Ore; 6"]


def test_tracked_changes_and_comments_are_told():
    document = docx.Document()
    run = document.add_paragraph("Testo ").add_run("commentato.")
    document.add_comment(run, text="Sicuri?", author="Ada")
    content = file_of(document)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        main = archive.read("word/document.xml").decode()
    inserted = '<w:p><w:ins w:id="9" w:author="Ada"><w:r><w:t>aggiunto</w:t></w:r></w:ins></w:p></w:body>'
    content = repacked(content, **{"word/document.xml": main.replace("</w:body>", inserted, 1)})

    parsed = read_file("bozza.docx", content)

    assert {(warning.code, warning.count) for warning in parsed.warnings} == {
        ("tracked_changes", 1),
        ("comments", 1),
        ("no_sections", 1),
    }
    assert shape(parsed)[0][1] == [("paragraph", "Testo commentato."), ("paragraph", "aggiunto")]


def test_markdown_headings_lists_and_tables_are_understood():
    parsed = read_file(
        "piano.md",
        b"# Piano\n\n## Uno\n\nParole.\n\n- breve\n- corta\n\n## Due\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    )

    assert (parsed.title, shape(parsed)) == (
        "Piano",
        [
            ("Uno", [("paragraph", "Parole."), ("paragraph", "breve\ncorta")]),
            ("Due", [("paragraph", "a; b"), ("paragraph", "1; 2")]),
        ],
    )


def test_chapters_above_articles_become_sub_headings_of_the_article_that_follows():
    text = "CAPO I\n\nDISPOSIZIONI\n\nArt. 1\n\nOggetto\n\nParole prime.\n\nArt. 2 - Finalità\n\nParole seconde."

    assert shape(read_words(text)) == [
        ("Art. 1 – Oggetto", [("heading", "Capo I – Disposizioni"), ("paragraph", "Parole prime.")]),
        ("Art. 2 – Finalità", [("paragraph", "Parole seconde.")]),
    ]  # fmt: skip


def test_numbered_headings_open_sections_when_nothing_else_does():
    text = "Piano di prova\n\n1. Il contesto\n\nParole prime.\n\n2. Gli obiettivi\n\nParole seconde."

    parsed = read_words(text)

    assert (parsed.title, [section.title for section in parsed.sections]) == (
        "Piano di prova",
        ["1. – Il contesto", "2. – Gli obiettivi"],
    )


def test_words_without_sections_stay_together_and_a_warning_says_so():
    parsed = read_words("Una sola frase.\n\nE un'altra.", name="Appunti")

    assert (parsed.title, codes(parsed)) == ("Appunti", [("no_sections", 0, 0)])
    assert shape(parsed) == [("Appunti", [("paragraph", "Una sola frase."), ("paragraph", "E un'altra.")])]


def test_long_items_of_a_list_are_paragraphs_of_their_own():
    items = "\n".join(f"{number}. {'parola ' * 40}fine {number}." for number in (1, 2))

    parsed = read_file("a.md", f"# T\n\n## S\n\n{items}\n".encode())

    assert [block.plain[-9:] for block in parsed.sections[0].blocks] == [
        " fine 1.".rjust(9, "a"),
        " fine 2.".rjust(9, "a"),
    ]
    assert [block.html[:8] for block in parsed.sections[0].blocks] == ["<p>1. pa", "<p>2. pa"]


def test_what_a_browser_pastes_from_word_keeps_its_lists_and_loses_its_dress():
    html = (
        "<h1>Titolo</h1><h2>Uno</h2><p class=MsoNormal style='color:red'>Parole <b>forti</b>.<o:p></o:p></p>"
        "<p class=MsoListParagraphCxSpFirst><![if !supportLists]><span style='mso-list:Ignore'>·&nbsp;</span>"
        "<![endif]>voce una</p><p class=MsoListParagraphCxSpLast>voce due</p><h2>Due</h2><p>Fine.</p>"
    )

    parsed = read_html(html)

    assert [(block.html, block.plain) for block in parsed.sections[0].blocks] == [
        ("<p>Parole <strong>forti</strong>.</p>", "Parole forti."),
        ("<ul><li>voce una</li><li>voce due</li></ul>", "voce una\nvoce due"),
    ]


# THREATS: 33, 34
@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        "<p onclick='alert(1)'>x</p>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='data:text/html,x'>x</a>",
        "<svg onload=alert(1)></svg>",
        "<iframe src='https://altrove.example'></iframe>",
        "<p style='background:url(javascript:alert(1))'>x</p>",
        "<img src=x onerror=alert(1)>",
    ],
)
def test_nothing_that_runs_comes_in_with_a_pasted_draft(payload):
    parsed = read_html(f"<h1>T</h1><h2>S</h2><p>Parole.</p>{payload}")

    html = " ".join(block.html for section in parsed.sections for block in section.blocks)

    assert re.findall(r"<script|on\w+=|javascript:|data:|<svg|<iframe|style=|<img", html) == []


def test_html_typed_in_markdown_or_in_plain_words_is_shown_not_run():
    for parsed in (read_file("a.md", b"# T\n\n<script>alert(1)</script>"), read_words("<script>alert(1)</script>")):
        assert parsed.sections[0].blocks[0].plain == "<script>alert(1)</script>"
        assert parsed.sections[0].blocks[0].html == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


# THREATS: 44
@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("bozza.docx", b"MZ\x90 an executable", "not_word"),
        ("bozza.docx", b"\xd0\xcf\x11\xe0 an encrypted office file", "encrypted"),
        ("bozza.docx", b"PK\x03\x04 broken", "not_word"),
        ("bozza.docx", packed({"a.txt": "b"}), "not_word"),
        ("bozza.docx", packed({"word/document.xml": "<a/>", "word/vbaProject.bin": "x"}), "macros"),
        ("bozza.pdf", b"%PDF-1.7", "unknown_kind"),
        ("bozza.zip", packed({"a.txt": "b"}), "unknown_kind"),
        ("bozza.md", b"  \n", "empty"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_with_a_reason(name, content, code):
    with pytest.raises(NotUnderstood) as refused:
        read_file(name, content)

    assert refused.value.code == code


# THREATS: 45
def test_a_small_archive_that_unpacks_to_hundreds_of_megabytes_is_never_unpacked():
    bomb = packed({"word/document.xml": b"<a>" + b"a" * 90_000_000 + b"</a>"})

    with pytest.raises(NotUnderstood) as refused:
        read_file("bomba.docx", bomb)

    assert (len(bomb) < 1_000_000, refused.value.code) == (True, "too_large")


# THREATS: 46
@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_in_a_word_document_are_refused(declaration):
    document = docx.Document()
    document.add_paragraph("Parole.")
    content = file_of(document)
    main = f'<?xml version="1.0"?>{declaration}<w:document xmlns:w="x"><w:t>&b;</w:t></w:document>'

    with pytest.raises(NotUnderstood) as refused:
        read_file("xxe.docx", repacked(content, **{"word/document.xml": main}))

    assert refused.value.code == "not_word"


# THREATS: 45
def test_a_document_that_needs_more_memory_than_we_give_is_refused_not_a_crash():
    document = docx.Document()
    document.add_paragraph("Parole.")

    with pytest.raises(NotUnderstood) as refused:
        sources.from_docx(file_of(document), megabytes=20)

    assert refused.value.code == "unreadable"


def test_what_was_understood_survives_a_stay_in_the_database():
    parsed = read_file("regolamento.md", REGOLAMENTO.read_bytes())

    assert from_json(to_json(parsed)) == parsed
