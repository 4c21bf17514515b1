# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files handed in: judged by what they are."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.core import sniffing, uploads
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def _zip(**members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return packed.getvalue()


def _store(name, content, **kwargs):
    return uploads.store(file=SimpleUploadedFile(name, content), by=UserFactory(), **kwargs)


def test_a_file_is_kept_outside_the_public_tree_with_a_name_of_ours(settings):
    upload = _store("Lettera della signora.pdf", PDF)

    assert (upload.name, upload.content_type, upload.size) == ("Lettera della signora.pdf", "application/pdf", len(PDF))
    assert upload.file.path.startswith(str(settings.PRIVATE_ROOT))
    assert "signora" not in upload.file.name
    with pytest.raises(ValueError, match="not accessible"):
        _ = upload.file.url


# THREATS: 44
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pagina.pdf", b"<html><script>alert(1)</script></html>"),
        ("disegno.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("programma.docx", b"MZ\x90\x00" + b"\x00" * 200),
        ("archivio.docx", _zip(nota_dot_txt="ciao")),
        ("macro.docx", _zip(word__document_dot_xml="<w/>", word__vbaProject_dot_bin="x")),
        ("vuoto.pdf", b""),
    ],
)
def test_what_a_file_says_of_itself_counts_for_nothing(name, content):
    with pytest.raises(sniffing.FileRefused):
        _store(name, content)


def test_a_docx_is_known_by_what_is_inside():
    upload = _store("bozza.pdf", _zip(word__document_dot_xml="<w/>"))

    assert (upload.name, upload.content_type) == ("bozza.docx", sniffing.DOCX)


# THREATS: 43
def test_too_big_a_file_is_refused_before_it_is_read():
    with pytest.raises(sniffing.FileRefused, match="troppo grande"):
        _store("grande.pdf", PDF + b"0" * 2048, most_bytes=1024)


# THREATS: 48
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\cmd.pdf", "cmd.pdf"),
        ("fattura\u202efdp.pdf", "fattura fdp.pdf"),
        ("=cmd|' /C calc'!A0.pdf", "C calc'!A0.pdf"),
        ("è già qui.PDF", "è già qui.pdf"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ("\r\nSet-Cookie: x.pdf", "Set-Cookie x.pdf"),
        ("...", "documento.pdf"),
    ],
)
def test_names_are_made_safe_and_stay_readable(typed, kept):
    assert uploads.clean_name(typed, ending=".pdf") == kept


def test_a_download_is_kept_by_nobody_and_opened_by_no_page():
    response = uploads.as_download(_store("Perché.pdf", PDF))

    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Perch%C3%A9.pdf"
    assert (response["Cache-Control"], response["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    assert b"".join(response.streaming_content) == PDF
